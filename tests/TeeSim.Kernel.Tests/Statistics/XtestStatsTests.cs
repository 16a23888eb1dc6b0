using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Logging;
using TeeSim.Core.Profiles;
using TeeSim.Kernel.Statistics;

namespace TeeSim.Kernel.Tests.Statistics;

/// <summary>The output character by character.</summary>
public class XtestStatsTests
{
    private readonly FakePools _pools = new();

    [Fact]
    public void In_3_10_pools_that_are_not_there_have_no_name_and_zeros() => Alloc(StatsOptions.Optee310).ShouldBe(
        "Pool:                Heap\n"
        + "Bytes allocated:                       11584\n"
        + "Max bytes allocated:                   20480\n"
        + "Size of pool:                          65536\n"
        + "Number of failed allocations:          2\n"
        + "Size of larges allocation failure:     7689\n"
        + "Total bytes allocated at that failure: 60000\n"
        + "\n"
        + "Pool:                \n"
        + "Bytes allocated:                       0\n"
        + "Max bytes allocated:                   0\n"
        + "Size of pool:                          0\n"
        + "Number of failed allocations:          0\n"
        + "Size of larges allocation failure:     0\n"
        + "Total bytes allocated at that failure: 0\n"
        + "\n"
        + "Pool:                Secure DDR\n"
        + "Bytes allocated:                       4202496\n"
        + "Max bytes allocated:                   8404992\n"
        + "Size of pool:                          25165824\n"
        + "Number of failed allocations:          0\n"
        + "Size of larges allocation failure:     0\n"
        + "Total bytes allocated at that failure: 0\n"
        + "\n"
        + "Pool:                \n"
        + "Bytes allocated:                       0\n"
        + "Max bytes allocated:                   0\n"
        + "Size of pool:                          0\n"
        + "Number of failed allocations:          0\n"
        + "Size of larges allocation failure:     0\n"
        + "Total bytes allocated at that failure: 0\n");

    [Fact]
    public void In_4_10_the_heap_has_its_fragmentation()
    {
        string text = Alloc(StatsOptions.Optee410);

        // 65536 - 11584 = 53952 bytes are free: all in one block it would be 53952 squared, 2910818304.
        text.ShouldStartWith(
            "Pool:                Heap\n"
            + "Bytes allocated:                       11584\n"
            + "Fragmentation:\t\t\t       0 %\n"
            + "Max bytes allocated:                   20480\n"
            + "Size of pool:                          65536\n"
            + "Number of failed allocations:          2\n"
            + "Size of larges allocation failure:     7689\n"
            + "Total bytes allocated at that failure: 60000\n"
            + "\n"
            + "Pool:                Public DDR (deprecated)\n"
            + "Bytes allocated:                       0\n"
            + "Max bytes allocated:                   0\n");
        text.Split('\n').Where(l => l.StartsWith("Pool:", StringComparison.Ordinal)).Select(l => l[21..]).ShouldBe(
            ["Heap", "Public DDR (deprecated)", "Physical TA memory", "KHeap (disabled)", "RPMB secure storage (no data)"]);
        text.Split('\n').Count(l => l.StartsWith("Fragmentation:", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void Counters_are_printed_as_signed_numbers()
    {
        _pools.Pools[StatsPoolKind.Heap] = new("", 0x8000_0000, uint.MaxValue, 0x7fff_ffff);

        string[] lines = Alloc(StatsOptions.Optee310).Split('\n');

        lines[1..4].ShouldBe(
        [
            "Bytes allocated:                       -2147483648",
            "Max bytes allocated:                   -1",
            "Size of pool:                          2147483647",
        ]);
    }

    [Theory]
    [InlineData(100u, 0u, 0UL, null)] // nothing known
    [InlineData(100u, 100u, 4UL, null)] // nothing free
    [InlineData(100u, 0u, 10_000UL, 0u)] // one block
    [InlineData(100u, 0u, 5_000UL, 50u)] // two halves
    [InlineData(100u, 0u, 100UL, 99u)] // a hundred blocks
    [InlineData(100u, 50u, 1_700UL, 32u)] // 40 and 10 of 50: 1 - 1700 / 2500
    [InlineData(100u, 0u, 6_999UL, 30u)] // 30.01
    [InlineData(100u, 0u, 7_001UL, 29u)] // 29.99
    [InlineData(100u, 0u, 20_000UL, 0u)] // impossible
    public void Fragmentation_is_cut_to_whole_percents(uint size, uint allocated, ulong free2Sum, uint? percent) =>
        XtestStats.Fragmentation(new PoolStatistics("", allocated, allocated, size, Free2Sum: free2Sum)).ShouldBe(percent);

    [Fact]
    public void Before_4_8_there_is_no_line_for_it()
    {
        StatsOptions options = StatsOptions.Optee410 with { FragmentationLine = false };

        Alloc(options).ShouldNotContain("Fragmentation");
    }

    [Fact]
    public void Nothing_in_the_buffer_is_nothing_printed() => XtestStats.Print([], StatsOptions.Optee310).ShouldBeEmpty();

    [Fact]
    public void A_target_without_pools_is_an_error()
    {
        var pta = new StatsPta(_pools, StatsOptions.Optee310 with { Pools = [] }, new TraceLog(null, new EventStream()));

        XtestStats.Alloc(pta, out string? text).ShouldBe(TeeResult.GENERIC);

        text.ShouldBeNull();
    }

    private string Alloc(StatsOptions options)
    {
        var pta = new StatsPta(_pools, options, new TraceLog(null, new EventStream()));
        XtestStats.Alloc(pta, out string? text).ShouldBe(TeeResult.SUCCESS);
        return text.ShouldNotBeNull();
    }
}
