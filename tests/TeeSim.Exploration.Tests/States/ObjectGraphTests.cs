using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using TeeSim.Bget;
using TeeSim.Core.Panics;
using TeeSim.Exploration.Programs;
using TeeSim.Exploration.Search;
using TeeSim.Exploration.States;

namespace TeeSim.Exploration.Tests.States;

/// <summary>What is read again only where something has changed, against what is read anew each time.</summary>
public sealed class ObjectGraphTests
{
    [Property(MaxTest = 60)]
    public Property On_any_way_forth_and_back_the_quick_graph_says_what_a_new_one_says() => Prop.ForAll(Gen.Choose(0, 99).ListOf(60).ToArbitrary(), choices =>
    {
        var machine = new Machine(Explorations.Compile(Explorations.Shipped("livetv-channel-switch.tee")), hashes: true);
        ObjectGraph quick = ObjectGraph.Of(machine.World, machine.Journal);
        foreach (int choice in choices)
        {
            Move(machine, choice);
            quick.Read();
            ObjectGraph fresh = ObjectGraph.Of(machine.World);
            fresh.Read();
            quick.Buffers.ShouldBe(fresh.Buffers);
            quick.Orphans.ShouldBe(fresh.Orphans);
            quick.Dangling.ShouldBe(fresh.Dangling);
            quick.Fingerprint().ShouldBe(fresh.Fingerprint());
            machine.World.Heap.Validate().ShouldBeEmpty();
        }
    });

    [Theory]
    [InlineData(0)] // no successor
    [InlineData(-0x7000_0000)] // leads out of all memory
    [InlineData(-12)] // leads to where no block can begin
    public void A_heap_that_cannot_be_walked_is_told_and_forgotten_when_it_is_taken_back(int size)
    {
        var machine = new Machine(Explorations.Compile(Explorations.Switch), hashes: false);
        ObjectGraph quick = ObjectGraph.Of(machine.World, machine.Journal);
        foreach (int process in new[] { 0, 0, 1, 1 })
        {
            machine.Make(new Alternative(process, AlternativeKind.Call));
            machine.Keep();
            quick.Read();
        }

        HeapBlock block = machine.World.Heap.Blocks.Where(b => !b.IsFree).ElementAt(40);
        machine.World.Memory.Write<int>(block.Address + sizeof(uint)) = size;
        machine.Journal.Keep();
        Should.Throw<CorePanicException>(quick.Read);
        Should.Throw<CorePanicException>(quick.Read, "nor is a half-read heap taken for a whole one");
        machine.Journal.StepBack();

        quick.Read();
        ObjectGraph fresh = ObjectGraph.Of(machine.World);
        fresh.Read();
        quick.Buffers.ShouldBe(fresh.Buffers);
        quick.Orphans.ShouldBe(fresh.Orphans);
        quick.Fingerprint().ShouldBe(fresh.Fingerprint());
    }

    [Fact]
    public void States_that_differ_in_addresses_only_are_one_up_to_addresses_and_two_exactly()
    {
        // Both processes have the same in the end, but who was first has the lower address.
        CallProgram program = Explorations.Compile(Explorations.Device + "a  x = register_shm(4K)\nb  s = open_session(drm)\n");
        (UInt128 graph1, UInt128 bytes1) = Behind(program, 0, 1);
        (UInt128 graph2, UInt128 bytes2) = Behind(program, 1, 0);
        graph1.ShouldBe(graph2);
        bytes1.ShouldNotBe(bytes2);
    }

    [Fact]
    public void A_region_whose_record_is_gone_is_nobody_s()
    {
        var machine = new Machine(Explorations.Compile(Explorations.Switch), hashes: false);
        ObjectGraph graph = ObjectGraph.Of(machine.World);
        foreach (int process in new[] { 0, 0, 1, 1 }) machine.Make(new Alternative(process, AlternativeKind.Call));
        graph.Read();
        graph.Orphans.ShouldBeEmpty();
        machine.Make(new Alternative(0, AlternativeKind.Call));
        graph.Read();
        graph.Orphans.Select(o => (o.Size, o.Line)).ShouldBe([(32u, 168), (28u, 257)], ignoreOrder: true);
    }

    private static (UInt128 Graph, UInt128 Bytes) Behind(CallProgram program, params int[] processes)
    {
        var machine = new Machine(program, hashes: true);
        foreach (int process in processes)
        {
            machine.Make(new Alternative(process, AlternativeKind.Call));
            machine.Keep();
        }

        ObjectGraph graph = ObjectGraph.Of(machine.World, machine.Journal);
        graph.Read();
        return (graph.Fingerprint(), machine.Fingerprint);
    }

    private static void Move(Machine machine, int choice)
    {
        int[] able = [.. Enumerable.Range(0, machine.Program.Processes.Count).Where(p => machine.Next(p) is not null)];
        if (able.Length == 0 || (choice % 3 == 0 && machine.Depth > 0))
        {
            machine.TakeBack();
            return;
        }

        machine.Make(new Alternative(able[choice % able.Length], AlternativeKind.Call));
        machine.Keep();
    }
}
