using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using TeeSim.Bget;
using TeeSim.Core.Panics;
using TeeSim.Scenarios.Objects;
using TeeSim.TestSupport;

namespace TeeSim.Scenarios.Tests.Objects;

/// <summary>What is read again only where something has changed, against what is read anew each time.</summary>
public sealed class ObjectGraphTests
{
    private const string Device = """
        target amlogic-3.9-arm32
        heap   128K
        vdec   0x5a000000 + 8M
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session
        ta tvp 37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance multi_session

        """;

    /// <summary>A channel switch in which only the player waits.</summary>
    private const string Switch = Device + """
        input   t  = open_session(tvp)
        player  s  = open_session(drm)
        repeat 2 {
            input   ch = open_channel(t, input: 0x5a300000 + 1M, bind: drm)
            player  wait(input)
            player  va = map(s, 0x5a399000, 0x1000)
            input   wait(player)
            input   close_channel(ch)
            player  unmap(s, 0x5a399000, 0x1000) -> ITEM_NOT_FOUND
        }
        """;

    private static readonly string ChannelSwitch = File.ReadAllText(Repository.Scenario("livetv-channel-switch.tee"));

    [Property(MaxTest = 60)]
    public Property On_any_way_forth_and_back_the_quick_graph_says_what_a_new_one_says() =>
        Prop.ForAll(Gen.Choose(0, 99).ListOf(60).ToArbitrary(), choices =>
        {
            var program = new SteppedProgram(ChannelSwitch, hashes: true);
            ObjectGraph quick = ObjectGraph.Of(program.World, program.Journal);
            foreach (int choice in choices)
            {
                Move(program, choice);
                quick.Read();
                ObjectGraph fresh = ObjectGraph.Of(program.World);
                fresh.Read();
                quick.Buffers.ShouldBe(fresh.Buffers);
                quick.Orphans.ShouldBe(fresh.Orphans);
                quick.Dangling.ShouldBe(fresh.Dangling);
                quick.Fingerprint().ShouldBe(fresh.Fingerprint());
                program.World.Heap.Validate().ShouldBeEmpty();
            }
        });

    [Theory]
    [InlineData(0)] // no successor
    [InlineData(-0x7000_0000)] // leads out of all memory
    [InlineData(-12)] // leads to where no block can begin
    public void A_heap_that_cannot_be_walked_is_told_and_forgotten_when_it_is_taken_back(int size)
    {
        var program = new SteppedProgram(Switch, hashes: false);
        ObjectGraph quick = ObjectGraph.Of(program.World, program.Journal);
        foreach (int process in new[] { 0, 0, 1, 1 })
        {
            program.Make(process);
            quick.Read();
        }

        HeapBlock block = program.World.Heap.Blocks.Where(b => !b.IsFree).ElementAt(40);
        program.World.Memory.Write<int>(block.Address + sizeof(uint)) = size;
        program.Journal.Keep();
        Should.Throw<CorePanicException>(quick.Read);
        Should.Throw<CorePanicException>(quick.Read, "nor is a half-read heap taken for a whole one");
        program.Journal.StepBack();

        quick.Read();
        ObjectGraph fresh = ObjectGraph.Of(program.World);
        fresh.Read();
        quick.Buffers.ShouldBe(fresh.Buffers);
        quick.Orphans.ShouldBe(fresh.Orphans);
        quick.Fingerprint().ShouldBe(fresh.Fingerprint());
    }

    [Fact]
    public void States_that_differ_in_addresses_only_are_one_up_to_addresses_and_two_exactly()
    {
        // Both processes have the same in the end, but who was first has the lower address.
        const string Script = Device + "a  x = register_shm(4K)\nb  s = open_session(drm)\n";
        (UInt128 graph1, UInt128 bytes1) = Behind(Script, 0, 1);
        (UInt128 graph2, UInt128 bytes2) = Behind(Script, 1, 0);
        graph1.ShouldBe(graph2);
        bytes1.ShouldNotBe(bytes2);
    }

    [Fact]
    public void A_region_whose_record_is_gone_is_nobody_s()
    {
        var program = new SteppedProgram(Switch, hashes: false);
        ObjectGraph graph = ObjectGraph.Of(program.World);
        program.Make(0, 0, 1, 1);
        graph.Read();
        graph.Orphans.ShouldBeEmpty();
        program.Make(0);
        graph.Read();
        graph.Orphans.Select(o => (o.Size, o.Line)).ShouldBe([(32u, 168), (28u, 257)], ignoreOrder: true);
    }

    private static (UInt128 Graph, UInt128 Bytes) Behind(string script, params int[] processes)
    {
        var program = new SteppedProgram(script, hashes: true);
        program.Make(processes);
        ObjectGraph graph = ObjectGraph.Of(program.World, program.Journal);
        graph.Read();
        return (graph.Fingerprint(), program.Journal.Fingerprint);
    }

    private static void Move(SteppedProgram program, int choice)
    {
        int[] able = program.Able;
        if (able.Length > 0 && (choice % 3 != 0 || program.Depth == 0)) program.Make(able[choice % able.Length]);
        else program.TakeBack();
    }
}
