namespace TeeSim.Replay.Tests;

/// <summary>Traces that damage the modelled memory: the modelled core panics or hangs, TeeSim never does.</summary>
public class WildTraceTests
{
    /// <summary>Two regions at 0x32ef4f70 and 0x32ef4f38 of one object, in context 0.</summary>
    private const string TwoRegions = """
        mobj 0 0x5600000 0x10000 1 5 -> 0x32ef4fa8
        ctx 0 -> 0x0
        map 0 0 0 0x1000 0x90 0 0 0 0 -> 0x0 0x100000
        map 0 0 0 0x1000 0x90 0 0 0 0 -> 0x0 0x101000
        alias 9 0x32ef4f70

        """;

    /// <summary>Makes the first region its own successor.</summary>
    private const string Circle = $"""
        {TwoRegions}poke 9 20 0x70
        poke 9 21 0x4f
        poke 9 22 0xef
        poke 9 23 0x32

        """;

    [Theory]
    [InlineData("poke 0 0 5", "data abort in core: 1 bytes outside of every segment, address 0x0")]
    [InlineData("poke 0 -1 5", "data abort in core: 1 bytes outside of every segment, address 0xffffffff")]
    [InlineData("alias 0 0x41414141\nfree 0", "data abort in core: 8 bytes outside of every segment, address 0x41414139")]
    [InlineData("alias 0 0x41414141\nrealloc 0 5 0 1", "data abort in core: 8 bytes outside of every segment, address 0x41414139")]
    [InlineData("alias 0 0xffffffff\nfree_wipe 0", "data abort in core: 8 bytes outside of every segment, address 0xfffffff7")]
    [InlineData("malloc 0 16 0 1 -> 0x32ee6fb8\nalias 0 0x32ee6fbc\nfree 0", "bget_malloc.c:536")]
    [InlineData("malloc 0 16 0 1 -> 0x32ee6fb8\npoke 0 16 1\nfree 0", "bget_malloc.c:537")]
    [InlineData("malloc 0 16 0 1 -> 0x32ee6fb8\npoke 0 -17 0x7f\nfree 0", "bget.c:895")]
    [InlineData("alias 0 0x32ee5000\npoke 0 8 0\npoke 0 9 0x50\npoke 0 10 0xee\npoke 0 11 0x32\nmalloc 1 8200 0 1",
        "the core hangs in bget: the free list runs in a circle, address 0x32ee5000")]
    [InlineData("alias 0 0x32ed5f40\npoke 0 8 0x41\npoke 0 9 0x41\nmalloc 1 16 0 1",
        "data abort in core: 16 bytes outside of every segment, address 0x32ee4141")]
    public void The_heap(string lines, string panic) => ShouldPanic(Traces.Heap, lines, panic);

    [Theory]
    [InlineData("alias 0 0x32ee5000\npoke 0 4 0\npoke 0 5 0\ncheck",
        "the core hangs in bpool_foreach: a block of size 0 has no successor, address 0x32ee5000")]
    [InlineData("alias 0 0x32ee5000\npoke 0 7 0x80\ncheck", "bget_malloc.c:536")]
    public void A_check_of_the_heap(string lines, string panic) => ShouldPanic(Traces.Heap, lines, panic);

    [Theory]
    [InlineData("put -", "data abort in core: 16 bytes outside of every segment, address 0x0")]
    [InlineData("addrw 0 -", "data abort in core: 16 bytes outside of every segment, address 0x0")]
    [InlineData("mobj 0 0x5600000 0x1000 1 5 -> 0x32ef4fa8\nput 0 -> 0\nput 0", "mobj_put")]
    public void Objects_that_are_not_there(string lines, string panic) => ShouldPanic(Traces.Vm, lines, panic);

    [Theory]
    [InlineData("map 0 0 0 0x1000 0x90 0 0 0 0")]
    [InlineData("unmap 0 0x500000 0x1000")]
    [InlineData("prot 0 0x100000 0x1000 0x10")]
    [InlineData("remap 0 0x500000 0x1000 0 0 0")]
    [InlineData("flags 0 0x500000 0x1000")]
    [InlineData("table 0")]
    [InlineData("va2pa 0 0x500000")]
    [InlineData("pa2va 0 0x1000")]
    [InlineData("access 0 1 0x500000 1")]
    [InlineData("inside 0 0x500000 1")]
    [InlineData("intersect 0 0x500000 1")]
    [InlineData("addrw 0 0")]
    [InlineData("remrw 0 0 0x500000")]
    [InlineData("clean 0")]
    public void A_list_of_regions_that_runs_in_a_circle(string call) =>
        ShouldPanic(Traces.Vm, Circle + call, "the core hangs in TAILQ_FOREACH: the list of regions runs in a circle, address 0x32ef4f70");

    [Fact]
    public void A_region_that_would_be_removed_twice() => ShouldPanic(Traces.Vm, $"{Circle}ctxfree 0", "bget_malloc.c:536");

    [Theory]
    [InlineData("poke 9 23 0x41\ntable 0", "data abort in core: 28 bytes outside of every segment, address 0x41ef4f38")]
    [InlineData("poke 9 3 0x41\ntable 0", "data abort in core: 16 bytes outside of every segment, address 0x41ef4fa8")]
    [InlineData("alias 8 0x32ef4fa8\npoke 8 3 0x41\ntable 0", "data abort in mobj: call through a damaged ops pointer, address 0x41010100")]
    public void Links_and_objects_that_lead_nowhere(string lines, string panic) => ShouldPanic(Traces.Vm, TwoRegions + lines, panic);

    [Fact]
    public void Without_page_tables_nothing_can_be_mapped() => Traces.Replay(
        Traces.Vm.Replace("@pgt 64", "@pgt 0", StringComparison.Ordinal),
        """
        mobj 0 0x5600000 0x10000 1 5 -> 0x32ef4fa8
        ctx 0 -> 0x0
        map 0 0 0 0x1000 0x90 0 0 0 0 -> 0xffff000c 0x0
        table 0 -> 0
        """).ShouldBe(new ReplayIdentical("x.trace", 4));

    [Fact]
    public void A_damaged_statistic_changes_what_is_reported_and_nothing_else() => Traces.Replay(Traces.Heap, """
        alias 0 0x32ed5f40
        poke 0 16 0xff
        poke 0 17 0xff
        poke 0 18 0xff
        poke 0 19 0xff
        reset_stats
        malloc 0 16 0 1 -> 0x32ee6fb8
        """).ShouldBe(new ReplayIdentical("x.trace", 7));

    /// <summary>Without a recorded panic the last line differs by it; with one the trace is identical.</summary>
    private static void ShouldPanic(string header, string lines, string panic)
    {
        ReplayResult result = Traces.Replay(header, lines);
        var different = result.ShouldBeOfType<ReplayDifferent>(result.ToString());
        different.Operation.ShouldBe(lines[(lines.LastIndexOf('\n') + 1)..], different.ToString());
        different.Got.ShouldStartWith("panic ");
        different.Got.ShouldContain(panic);
        Traces.Replay(header, $"{lines} -> panic x.c:1").ShouldBeOfType<ReplayIdentical>();
    }
}
