using TeeSim.Kernel;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Scenarios.Tests.Objects;

/// <summary>The steps of a script, made one by one in any order, and taken back.</summary>
internal sealed class SteppedProgram
{
    private readonly int[] _positions;
    private readonly Stack<(Step Step, ulong Dead)> _made = new();
    private ulong _dead;

    public SteppedProgram(string text, bool hashes)
    {
        Program = ProgramBuilder.Build(Examples.Runnable(text), rounds: null, most: 1000).ShouldNotBeNull();
        World = SecureWorld.Boot(Program.Scenario.Options);
        Execution = new Execution(World, Program.Slots);
        Journal = new WorldJournal(World, hashes);
        _positions = new int[Program.Processes.Count];
    }

    public CallProgram Program { get; }

    public Execution Execution { get; }

    public SecureWorld World { get; }

    public WorldJournal Journal { get; }

    public int Depth => _made.Count;

    /// <summary>The processes that can go on.</summary>
    public int[] Able => [.. Enumerable.Range(0, Program.Processes.Count).Where(p => Program.Next(_positions, _dead, p) is not null)];

    /// <summary>Makes the next step of each of these processes, one after the other, and keeps the state behind each.</summary>
    public void Make(params ReadOnlySpan<int> processes)
    {
        foreach (int process in processes)
        {
            Step step = Program.Next(_positions, _dead, process).ShouldNotBeNull();
            Execution.Holdings.Mark();
            Execution.Make(step);
            _made.Push((step, _dead));
            Program.Advance(_positions, ref _dead, step);
            Journal.Keep();
        }
    }

    /// <summary>Takes the last step back.</summary>
    public void TakeBack()
    {
        (Step step, _dead) = _made.Pop();
        CallProgram.Retreat(_positions, _dead, step);
        Execution.Retreat(step, hangs: 0);
        Execution.Holdings.Undo();
        Journal.StepBack();
    }
}
