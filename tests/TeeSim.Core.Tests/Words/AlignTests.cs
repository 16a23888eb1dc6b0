using TeeSim.Core.Words;

namespace TeeSim.Core.Tests.Words;

public class AlignTests
{
    [Theory]
    [InlineData(0UL, 8UL, 0UL, 0UL)]
    [InlineData(1UL, 8UL, 0UL, 8UL)]
    [InlineData(7UL, 8UL, 0UL, 8UL)]
    [InlineData(8UL, 8UL, 8UL, 8UL)]
    [InlineData(0x5a39_9001UL, 0x1000UL, 0x5a39_9000UL, 0x5a39_a000UL)]
    [InlineData(5UL, 1UL, 5UL, 5UL)]
    [InlineData(ulong.MaxValue, 16UL, ulong.MaxValue - 15, 0UL)]
    public void Rounds_down_and_up(ulong value, ulong alignment, ulong down, ulong up)
    {
        Align.Down(value, alignment).ShouldBe(down);
        Align.Up(value, alignment).ShouldBe(up);
        Align.Is(value, alignment).ShouldBe(down == value);
    }
}
