using TeeSim.Exploration.Minimizing;
using TeeSim.PlantedDrivers.Streams;

namespace TeeSim.Exploration.Tests.Minimizing;

public sealed class NumberTests
{
    private const string Session = "player  s = open_session(drm)\n";

    [Theory]
    [InlineData("begin(s, 64)", "feed(k, 2000)", "begin(s, 16)", "feed(k, 1025)")]
    [InlineData("begin(s, 2000)", "feed(k, 2000)", "begin(s, 16)", "feed(k, 1025)")]
    [InlineData("begin(s, 0x40)", "feed(k, 0x7ff)", "begin(s, 0x10)", "feed(k, 0x401)")]
    [InlineData("begin(s, 4096)", "feed(k, 65535)", "begin(s, 16)", "feed(k, 1025)")]
    [InlineData("begin(s, 0x1000)", "feed(k, 0x9000)", "begin(s, 16)", "feed(k, 1025)")]
    [InlineData("begin(s, 16)", "feed(k, 1025)", "begin(s, 16)", "feed(k, 1025)")]
    public void Of_a_number_the_smallest_is_left_that_still_fails(string begin, string feed, string smallerBegin, string smallerFeed)
    {
        MinimizedScript script =
            Scripts.Minimize($"{Scripts.Head}{Session}player  k = {begin}\nplayer  {feed}\nplayer  finish(k)\n", new StreamFactory());
        Scripts.LinesOf(script.Text).ShouldBe(["player  s = open_session(drm)", $"player  k = {smallerBegin}", $"player  {smallerFeed}"]);
        script.Trials.ShouldBeLessThan(80);
        (script.IsComplete, script.IsConfirmed).ShouldBe((true, true));
    }

    [Theory]
    [InlineData(1000, 1, 1, 1, 1)]
    [InlineData(2000, 1025, 1, 1025, 13)]
    [InlineData(1025, 1025, 1, 1025, 2)]
    [InlineData(2, 2, 1, 2, 1)]
    [InlineData(1, 1, 1, 1, 0)]
    [InlineData(0x9000, 0x4800, 0x1000, 0x5000, 6)]
    [InlineData(ulong.MaxValue, 3, 0, 3, 66)]
    public void A_boundary_is_found_by_halving(ulong number, ulong boundary, ulong least, ulong found, int mostTrials)
    {
        int trials = 0;
        ulong unit = least == 0x1000 ? least : 1;
        NumberShrinker.Smallest(number, least, unit, n =>
        {
            trials++;
            return n >= boundary;
        }).ShouldBe(found);
        trials.ShouldBeLessThanOrEqualTo(mostTrials);
    }
}
