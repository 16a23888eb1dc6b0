namespace TeeSim.Core.Tests;

public class AddressRangeTests
{
    private static readonly AddressRange Page = new(0x1000, 0x1000);

    [Theory]
    [InlineData(0x1000UL, 0x1000UL, true)]
    [InlineData(0x1fffUL, 1UL, true)]
    [InlineData(0x2000UL, 0UL, true)]
    [InlineData(0x1000UL, 0x1001UL, false)]
    [InlineData(0x0fffUL, 1UL, false)]
    [InlineData(0x2000UL, 1UL, false)]
    [InlineData(0x1800UL, ulong.MaxValue, false)]
    [InlineData(0x1800UL, ulong.MaxValue - 0x17ff, false)]
    public void Contains_what_lies_inside_and_nothing_that_wraps(ulong start, ulong size, bool contained) =>
        Page.Contains(start, size).ShouldBe(contained);

    [Fact]
    public void A_range_up_to_the_top_contains_its_last_byte() =>
        new AddressRange(ulong.MaxValue - 0xfff, 0x1000).Contains(ulong.MaxValue, 1).ShouldBeTrue();

    [Theory]
    [InlineData(0x0000UL, 0x1000UL, false)]
    [InlineData(0x0000UL, 0x1001UL, true)]
    [InlineData(0x1800UL, 1UL, true)]
    [InlineData(0x0000UL, 0x8000UL, true)]
    [InlineData(0x1fffUL, 0x1000UL, true)]
    [InlineData(0x2000UL, 0x1000UL, false)]
    [InlineData(0x1800UL, 0UL, false)]
    public void Overlaps_what_shares_a_byte(ulong start, ulong size, bool overlaps)
    {
        Page.Overlaps(new AddressRange(start, size)).ShouldBe(overlaps);
        new AddressRange(start, size).Overlaps(Page).ShouldBe(overlaps);
    }

    [Fact]
    public void Ranges_that_end_at_the_top_overlap_too()
    {
        var top = new AddressRange(ulong.MaxValue - 0xfff, 0x1000);

        top.Overlaps(new AddressRange(ulong.MaxValue, 1)).ShouldBeTrue();
        new AddressRange(ulong.MaxValue - 0x1fff, 0x1000).Overlaps(top).ShouldBeFalse();
        Page.Overlaps(top).ShouldBeFalse();
    }
}
