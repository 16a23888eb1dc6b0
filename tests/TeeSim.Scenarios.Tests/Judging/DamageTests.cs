using TeeSim.Kernel;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Objects;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Tests.Objects;

namespace TeeSim.Scenarios.Tests.Judging;

/// <summary>The rules about damage that no driver can do as long as its calls are watched: it is done behind their back.</summary>
public class DamageTests
{
    private const string Script = """
        target amlogic-3.9-arm32
        vdec   0x5a000000 + 8M
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session
        p s  = open_session(drm)
        p ch = open_channel(s, 0x5a300000 + 1M)
        p va = map(s, 0x5a399000, 0x1000)
        """;

    private readonly SteppedProgram _program = new(Script, hashes: false);

    public DamageTests() => _program.Make(0, 0, 0);

    [Fact]
    public void Without_damage_nothing_is_wrong()
    {
        Rulebook.Judge(State()).ShouldBeEmpty();
        Rulebook.JudgeEnd(State()).ShouldBeEmpty();
    }

    [Fact]
    public void A_region_that_maps_an_object_that_has_been_freed()
    {
        SecureWorld world = _program.World;
        world.Mobjs.MobjPut(world.Mmu.Regions(world.Contexts[0].UserModeCtx).Last().Mobj);
        Rulebook.Judge(State())
            .ShouldBe([new Finding(FailureKind.UseAfterFree, "", 0, "a region maps a memory object that has been freed")]);
    }

    [Fact]
    public void A_heap_whose_equations_do_not_hold()
    {
        ulong block = _program.World.Heap.Blocks.Last(b => b.IsFree).Address;
        _program.World.Memory.Write<int>(block) ^= 8;
        // Whatever is made in such a heap stops the core, so what it would free is left, too.
        Rulebook.JudgeEnd(State()).ShouldContain(new Finding(FailureKind.CorruptedHeap, "", 0, "block …: prevfree is …, expected …"));
    }

    private StateFacts State()
    {
        _program.Journal.Keep();
        ObjectGraph graph = ObjectGraph.Of(_program.World);
        graph.Read();
        CallProgram program = _program.Program;
        var script = new JudgedScript(program.Scenario, program.Processes, () => program);
        return new StateFacts(_program.Execution, graph, script, new SessionBaseline(program.Scenario.Options), _program.Journal.Discard);
    }
}
