using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Logging;
using TeeSim.Core.Profiles;
using TeeSim.Kernel.Statistics;
using TeeSim.Mmu.PagePools;

namespace TeeSim.Kernel.Tests.Statistics;

public class StatsPtaTests
{
    private readonly FakePools _pools = new();
    private readonly List<string> _lines = [];

    [Fact]
    public void All_pools_of_3_10_take_224_bytes_and_two_slots_stay_as_they_were()
    {
        byte[] buffer = Filled(224);

        Ask(StatsOptions.Optee310, 0, false, buffer, out int size).ShouldBe(TeeResult.SUCCESS);

        size.ShouldBe(224);
        IReadOnlyList<PoolStatistics> pools = AllocStatsBuffer.Decode(buffer, StatsOptions.Optee310);
        pools[0].ShouldBe(_pools.Pools[StatsPoolKind.Heap] with { Name = "Heap", Free2Sum = 0 });
        pools[2].ShouldBe(_pools.Pools[StatsPoolKind.TaRam] with { Name = "Secure DDR" });
        buffer[56..112].ShouldAllBe(b => b == 0xcc);
        buffer[168..].ShouldAllBe(b => b == 0xcc);
        _lines.ShouldBe(["E/TC:? 0 public DDR not managed by secure side anymore", "E/TC:? 0 Wrong pool id"]);
    }

    [Fact]
    public void All_pools_of_4_10_take_320_bytes_and_have_names()
    {
        byte[] buffer = Filled(320);

        Ask(StatsOptions.Optee410, 0, false, buffer, out int size).ShouldBe(TeeResult.SUCCESS);

        size.ShouldBe(320);
        AllocStatsBuffer.Decode(buffer, StatsOptions.Optee410).ShouldBe(
        [
            _pools.Pools[StatsPoolKind.Heap] with { Name = "Heap" },
            new PoolStatistics("Public DDR (deprecated)", 0, 0, 0),
            _pools.Pools[StatsPoolKind.TaRam] with { Name = "Physical TA memory" },
            new PoolStatistics("KHeap (disabled)", 0, 0, 0),
            new PoolStatistics("RPMB secure storage (no data)", 0, 0, 0),
        ]);
        _lines.ShouldBeEmpty();
    }

    [Fact]
    public void Pools_that_are_there_have_their_names()
    {
        _pools.Pools[StatsPoolKind.NexusHeap] = new("", 1, 2, 3);
        _pools.Pools[StatsPoolKind.Rpmb] = new("", 4, 5, 6);
        byte[] buffer = Filled(320);

        Ask(StatsOptions.Optee410, 0, false, buffer, out _);

        AllocStatsBuffer.Decode(buffer, StatsOptions.Optee410).Skip(3).ShouldBe(
            [new PoolStatistics("KHeap", 1, 2, 3), new PoolStatistics("RPMB secure storage", 4, 5, 6)]);
        Ask(StatsOptions.Optee310, 4, false, buffer, out _);
        AllocStatsBuffer.Decode(buffer.AsSpan(0, 56), StatsOptions.Optee310).ShouldBe([new PoolStatistics("KHeap", 1, 2, 3)]);
        _lines.ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_has_public_DDR_any_more()
    {
        _pools.Pools[StatsPoolKind.PublicDdr] = new("", 1, 2, 3);
        byte[] buffer = Filled(56);

        Ask(StatsOptions.Optee310, 2, false, buffer, out int size).ShouldBe(TeeResult.SUCCESS);

        size.ShouldBe(56);
        buffer.ShouldAllBe(b => b == 0xcc);
        _lines.ShouldBe(["E/TC:? 0 public DDR not managed by secure side anymore"]);
    }

    [Theory]
    [InlineData(1u, "Heap")]
    [InlineData(3u, "Physical TA memory")]
    [InlineData(5u, "RPMB secure storage (no data)")]
    public void One_pool_takes_one_slot(uint id, string name)
    {
        byte[] buffer = Filled(65);

        Ask(StatsOptions.Optee410, id, false, buffer, out int size).ShouldBe(TeeResult.SUCCESS);

        size.ShouldBe(64);
        AllocStatsBuffer.Decode(buffer, StatsOptions.Optee410)[0].Name.ShouldBe(name);
        buffer[64].ShouldBe((byte)0xcc, "behind the answer");
    }

    [Theory]
    [InlineData(false, 5u)]
    [InlineData(false, uint.MaxValue)]
    [InlineData(true, 6u)]
    public void An_id_that_no_pool_has_is_refused(bool is410, uint id)
    {
        byte[] buffer = Filled(320);

        Ask(is410 ? StatsOptions.Optee410 : StatsOptions.Optee310, id, true, buffer, out int size).ShouldBe(TeeResult.BAD_PARAMETERS);

        size.ShouldBe(0);
        buffer.ShouldAllBe(b => b == 0xcc);
        _pools.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false, 0u, 0, 224)]
    [InlineData(false, 0u, 223, 224)]
    [InlineData(false, 2u, 55, 56)]
    [InlineData(true, 0u, 319, 320)]
    [InlineData(true, 4u, 63, 64)]
    public void A_buffer_that_is_too_small_learns_the_size_and_nothing_happens(bool is410, uint id, int given, int needed)
    {
        byte[] buffer = Filled(given);

        Ask(is410 ? StatsOptions.Optee410 : StatsOptions.Optee310, id, true, buffer, out int size).ShouldBe(TeeResult.SHORT_BUFFER);

        size.ShouldBe(needed);
        buffer.ShouldAllBe(b => b == 0xcc);
        (_pools.Asked.Count, _lines.Count).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData(0u, true, 2)]
    [InlineData(0u, false, 2)]
    [InlineData(1u, true, 1)]
    public void Resetting_reaches_the_pools_that_were_asked_for(uint id, bool reset, int pools)
    {
        Ask(StatsOptions.Optee310, id, reset, Filled(224), out _);

        _pools.Asked.Where(a => a.Kind is StatsPoolKind.Heap or StatsPoolKind.TaRam).ShouldAllBe(a => a.Reset == reset);
        _pools.Asked.Count(a => a.Kind is StatsPoolKind.Heap or StatsPoolKind.TaRam).ShouldBe(pools);
    }

    [Theory]
    [InlineData("optee-3.10-arm32")]
    [InlineData("optee-3.10-arm64")]
    [InlineData("optee-4.10-arm32")]
    [InlineData("optee-4.10-arm64")]
    public void A_world_s_heap_and_TA_RAM_are_read_and_then_reset(string target)
    {
        var test = new TestWorld(TargetProfiles.Find(target)!);
        test.World.Heap.Malloc(0x10_0000, default).ShouldBe(0UL);
        test.Close(test.Open(TestWorld.Drm)).ShouldBe(TeeResult.SUCCESS);
        uint mostPages = 0x3000;
        StatsOptions options = test.World.Options.Profile.Stats;
        var pools = new CorePoolStatistics(test.World.Heap, reset =>
        {
            var stats = new PagePoolStats(0x180_0000, mostPages, 0x1000);
            if (reset) mostPages = 0;
            return stats;
        });
        var pta = new StatsPta(pools, options, new TraceLog(null, test.World.Events));
        byte[] buffer = new byte[320];

        pta.GetAllocStats(0, reset: true, buffer, out _).ShouldBe(TeeResult.SUCCESS);
        IReadOnlyList<PoolStatistics> first = AllocStatsBuffer.Decode(buffer, options);
        pta.GetAllocStats(0, reset: false, buffer, out _).ShouldBe(TeeResult.SUCCESS);
        IReadOnlyList<PoolStatistics> second = AllocStatsBuffer.Decode(buffer, options);

        (first[0].NumAllocFail, first[0].BiggestAllocFail, first[0].Allocated, first[0].Size).ShouldBe(
            (1u, 0x10_0000u, test.Start, 0x1_0000u));
        first[0].MaxAllocated.ShouldBeGreaterThan(first[0].Allocated);
        second[0].ShouldBe(first[0] with { MaxAllocated = 0, NumAllocFail = 0, BiggestAllocFail = 0, BiggestAllocFailUsed = 0 });
        (first[2].MaxAllocated, second[2].MaxAllocated, second[2].Allocated).ShouldBe((0x3000u, 0u, 0x1000u));
        (first[0].Free2Sum != 0).ShouldBe(target.Contains("4.10", StringComparison.Ordinal));
    }

    private TeeResult Ask(StatsOptions options, uint id, bool reset, byte[] buffer, out int size)
    {
        var provider = new DeviceLogProvider(new DeviceLineFormatter(new LogFormat()), _lines.Add);
        return new StatsPta(_pools, options, new TraceLog(provider.CreateLogger("core"), new EventStream()))
            .GetAllocStats(id, reset, buffer, out size);
    }

    private static byte[] Filled(int bytes)
    {
        byte[] buffer = new byte[bytes];
        Array.Fill(buffer, (byte)0xcc);
        return buffer;
    }
}
