using TeeSim.Core.Words;

namespace TeeSim.Core.Tests.Words;

public class WordTests
{
    [Theory]
    [InlineData(0UL, 0UL, 0L)]
    [InlineData(0x7fff_ffffUL, 0x7fff_ffffUL, 0x7fff_ffffL)]
    [InlineData(0x8000_0000UL, 0x8000_0000UL, -0x8000_0000L)]
    [InlineData(0xffff_ffffUL, 0xffff_ffffUL, -1L)]
    [InlineData(0x1_0000_0005UL, 5UL, 5L)]
    public void A_32_bit_word_holds_the_low_bits(ulong from, ulong value, long signed)
    {
        Word32.From(from).Value.ShouldBe(value);
        Word32.From((long)from).Signed.ShouldBe(signed);
    }

    [Theory]
    [InlineData(0UL, 0L)]
    [InlineData(0xffff_ffffUL, 0xffff_ffffL)]
    [InlineData(0x8000_0000_0000_0000UL, long.MinValue)]
    [InlineData(ulong.MaxValue, -1L)]
    public void A_64_bit_word_holds_all_bits(ulong from, long signed)
    {
        Word64.From(from).Value.ShouldBe(from);
        Word64.From(signed).Value.ShouldBe(from);
        Word64.From(from).Signed.ShouldBe(signed);
    }

    [Fact]
    public void Negative_numbers_survive()
    {
        Word32.From(-56L).Signed.ShouldBe(-56);
        Word64.From(-56L).Signed.ShouldBe(-56);
    }

    [Fact]
    public void Their_limits_are_those_of_the_target()
    {
        (Limits<Word32>(), Limits<Word64>()).ShouldBe((
            (4, 0xffff_ffffUL, (long)int.MaxValue),
            (8, ulong.MaxValue, long.MaxValue)));
    }

    private static (int Size, ulong Mask, long SignedMax) Limits<TWord>() where TWord : unmanaged, IWord<TWord> =>
        (TWord.Size, TWord.Mask, TWord.SignedMax);
}
