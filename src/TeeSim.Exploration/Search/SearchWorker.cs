using System.Numerics;
using TeeSim.Core.Panics;
using TeeSim.Exploration.Schedules;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Objects;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Exploration.Search;

/// <summary>
/// One thread of a search: goes depth-first from state to state in a world of its own, backtracks by restoring pages, and gives some of its
/// work away when others have none.
/// </summary>
internal sealed class SearchWorker
{
    private readonly SearchContext _search;
    private readonly ProgramExecution _machine;
    private readonly FieldWatch _fields;
    private readonly ObjectGraph _graph;
    private readonly StateKeys _keys;
    private readonly StateJudge _judge;
    private readonly Effects _effects;
    private readonly bool _reduces;
    private readonly List<Frame> _frames = [];
    private int _depth;
    private int _allowed;

    public SearchWorker(SearchContext search)
    {
        _search = search;
        bool exact = search.Options.Equality == StateEquality.Exact;
        _machine = new ProgramExecution(search.Program, exact);
        _fields = new FieldWatch(_machine.World);
        _graph = ObjectGraph.Of(_machine.World, _machine.Journal);
        _keys = new StateKeys(_machine, exact ? null : _graph);
        var state = new StateFacts(
            _machine.Execution, _graph, search.Script, new SessionBaseline(search.Program.Scenario.Options), _machine.Journal.Discard);
        _judge = new StateJudge(_machine, _graph, state, search.Findings, search.Sometimes);
        _machine.Execution.OnExpectation = expectation =>
        {
            if (!expectation.Sometimes && Rulebook.Judge(expectation, state) is { } broken) _machine.InnerFindings.Add(broken);
        };
        _effects = new Effects(_machine);
        _reduces = search.Options.Reduction && !exact;
    }

    /// <summary>Transitions that this worker has tried.</summary>
    public long Transitions { get; private set; }

    /// <summary>Knows the call that it is in.</summary>
    public CallWatch Watch { get; } = new();

    /// <summary>Mutexes that the driver took while it held others.</summary>
    public IReadOnlyCollection<LockOrder> LockOrders => _machine.World.LockOrders;

    /// <summary>Enters the state after boot.</summary>
    public SearchTask Root()
    {
        _graph.Read();
        UInt128 memory = _keys.Memory();
        _search.Graph.Enter(_keys.Of(memory, _machine.Journal.NormalWorldFingerprint), 0, out int root);
        Frame frame = NewFrame(root, memory);
        JudgeState(root, frame);
        return new SearchTask([], root, [.. frame.Alternatives]);
    }

    /// <summary>Works until nobody has anything left to do.</summary>
    public void Run()
    {
        while (_search.Tasks.Take() is { } task)
        {
            Enter(task);
            while (_depth > 0 && !_search.IsStopped) Advance(_frames[_depth - 1]);
            Leave();
            _search.Tasks.Finished();
        }
    }

    // A state taken over from another worker is reached by replaying its prefix, once.
    private void Enter(SearchTask task)
    {
        foreach (Alternative made in task.Path)
        {
            _machine.Make(made);
            _machine.Keep();
        }

        _graph.Read();
        Frame frame = NewFrame(task.Node, _keys.Memory());
        frame.Alternatives.Clear();
        frame.Alternatives.AddRange(task.Alternatives);
        _depth = 1;
    }

    private void Leave()
    {
        _depth = 0;
        while (_machine.Depth > 0) _machine.TakeBack();
    }

    private void Advance(Frame frame)
    {
        if (frame.Next == frame.Alternatives.Count)
        {
            if (--_depth > 0) _machine.TakeBack();
            return;
        }

        if (_search.Tasks.IsWanted) GiveAway();
        if (frame.Next == frame.Alternatives.Count) return;
        if (_allowed == 0 && (_allowed = _search.Allow()) == 0) return;
        _allowed--;
        Transitions++;
        Try(frame, frame.Alternatives[frame.Next++]);
    }

    private void Try(Frame frame, Alternative alternative)
    {
        Step? step = alternative.Kind == AlternativeKind.Kill ? null : _machine.Next(alternative.Process);
        // How many allocations there are to fail is seen only when the call is made.
        bool mustBeMade = _search.Options.FailAllocations && _machine.Faults < _search.Options.MostFaults;
        UInt128? effectKey = null;
        if (_reduces && !mustBeMade && step is not { Block.Length: > 0 } and not { RetryOf: not null })
        {
            effectKey = _effects.KeyOf(frame.Memory, frame.NormalWorld, step, alternative);
            if (effectKey is { } known && IsKnown(known, frame, step, alternative)) return;
        }

        Make(frame, step, alternative, effectKey);
    }

    // The same call has been made in the same memory, and the state that it leads to has been seen.
    private bool IsKnown(UInt128 effectKey, Frame frame, Step? step, Alternative alternative)
    {
        if (_effects.Find(effectKey) is not { } effect) return false;
        CallFacts facts = _machine.Assume(step, alternative, effect);
        bool isKnown = _search.Graph.TryFind(_keys.Of(effect.Memory, effect.NormalWorld), out int known);
        _machine.Unassume();
        if (!isKnown) return false;
        var findings = new EdgeFindings(_judge.Judge(facts, includesBlock: false), effect.Orphans);
        _search.Graph.AddEdge(frame.Node, known, alternative, findings);
        if (_search.Options.ChecksReduction) Check(frame, step, alternative, effect, known, findings);
        return true;
    }

    // What was remembered is what happens.
    private void Check(Frame frame, Step? step, Alternative alternative, Effect effect, int known, EdgeFindings findings)
    {
        CallFacts facts = _machine.Make(alternative);
        int finding = _judge.Judge(facts, includesBlock: true);
        _machine.Keep();
        bool isRead = TryRead(step, facts.Process, ref finding);
        (UInt128 memory, ulong normalWorld) = (_keys.Memory(), _machine.Journal.NormalWorldFingerprint);
        bool isSame = isRead && memory == effect.Memory && normalWorld == effect.NormalWorld
            && _search.Graph.TryFind(_keys.Of(memory, normalWorld), out int node) && node == known
            && findings == new EdgeFindings(finding, _judge.JudgeOrphans(step, facts.Process, frame.Orphans));
        if (!isSame)
        {
            throw new InvalidOperationException(
                $"the reduction is wrong: {_machine.Path.Print(_search.Program)} does not end with what was remembered of its last call");
        }
        _machine.TakeBack();
    }

    private void Make(Frame frame, Step? step, Alternative alternative, UInt128? effectKey)
    {
        Watch.Enter(step, _search.Program.Processes[alternative.Process]);
        _machine.Room.Begin(frame.Buffers, frame.Bytes);
        CallFacts facts;
        try
        {
            facts = _machine.Make(alternative);
            _fields.Check();
        }
        catch (DriverProblemException problem)
        {
            throw problem.In(_machine.Path.Print(_search.Program));
        }

        Watch.Leave();
        if (_machine.Room.MayRunOut) _search.SeeRoomMatter();
        int finding = _judge.Judge(facts, includesBlock: true);
        AddFailingAllocations(frame, step, alternative);
        _machine.Keep();
        if (facts.Outcome is { Panic: not null } || !TryRead(step, facts.Process, ref finding))
        {
            int edge = _search.Graph.AddEdge(frame.Node, StateGraph.Stopped, alternative, new EdgeFindings(finding, 0));
            _search.Graph.AddStopped(edge, _machine.Positions, _machine.Dead);
            _machine.TakeBack();
            return;
        }

        int orphans = _judge.JudgeOrphans(step, facts.Process, frame.Orphans);
        (UInt128 memory, ulong normalWorld) = (_keys.Memory(), _machine.Journal.NormalWorldFingerprint);
        bool isNew = _search.Graph.Enter(_keys.Of(memory, normalWorld), frame.Depth + 1, out int node);
        _search.Graph.AddEdge(frame.Node, node, alternative, new EdgeFindings(finding, orphans));
        // A pointer that goes stale stays an address in the key, and that may be another one the next time.
        if (effectKey is { } key && _graph.StalePointers == frame.StalePointers)
        {
            (StepState state, NamedValue value) = step is null
                ? default
                : (_machine.Execution.StateOf(step.Index), _machine.Execution.ValueOf(step.Index));
            _effects.Add(
                key, new Effect(memory, normalWorld, state, value, facts.Outcome, facts.RanOut, _machine.MissingAllocations, orphans));
        }

        if (!isNew)
        {
            _machine.TakeBack();
            return;
        }

        Frame child = NewFrame(node, memory);
        JudgeState(node, child);
        _depth++;
    }

    private bool TryRead(Step? step, string process, ref int finding)
    {
        try
        {
            _graph.Read();
            return true;
        }
        catch (CorePanicException damage)
        {
            finding = _judge.Damaged(step, process, damage);
            return false;
        }
    }

    // How many allocations there are to fail is known when the call has been made once.
    private void AddFailingAllocations(Frame frame, Step? step, Alternative alternative)
    {
        if (!_search.Options.FailAllocations || alternative.IsFault || step is null || _machine.Faults >= _search.Options.MostFaults)
            return;
        if (!FaultLabels.CanFailAllocation(step)) return;
        for (int n = 1; n <= _machine.Allocations; n++)
            frame.Alternatives.Add(alternative with { Kind = AlternativeKind.FailAllocation, Nth = n });
    }

    private void JudgeState(int node, Frame frame)
    {
        bool isEnd = !frame.Alternatives.Exists(a => !a.IsFault);
        if (isEnd && _search.Program.NeverMade(_machine.Positions, _machine.Dead) is { } left)
            throw ScheduleLines.Stuck(_search.Program, _machine.Path, left);
        int finding = _judge.JudgeState(isEnd, out int atEnd);
        ref StateNode entered = ref _search.Graph.Node(node);
        entered.Finding = finding;
        entered.FindingAtEnd = atEnd;
        entered.IsEnd = isEnd;
    }

    private Frame NewFrame(int node, UInt128 memory)
    {
        if (_frames.Count == _depth) _frames.Add(new Frame());
        Frame frame = _frames[_depth];
        frame.Node = node;
        frame.Memory = memory;
        frame.NormalWorld = _machine.Journal.NormalWorldFingerprint;
        frame.StalePointers = _graph.StalePointers;
        (frame.Buffers, frame.Bytes) = (_graph.Count, _graph.Bytes);
        frame.Depth = _machine.Depth;
        frame.Next = 0;
        frame.Orphans = _graph.Orphans;
        frame.Alternatives.Clear();
        AddAlternatives(frame.Alternatives);
        return frame;
    }

    private void AddAlternatives(List<Alternative> alternatives)
    {
        SearchOptions options = _search.Options;
        bool faulty = _machine.Faults < options.MostFaults;
        for (int process = 0; process < _search.Program.Processes.Count; process++)
        {
            if (_machine.Next(process) is { } step)
            {
                alternatives.Add(new Alternative(process, AlternativeKind.Call));
                if (faulty && options.TaPanics && FaultLabels.CanPanic(step) && !_machine.WouldSkip(step))
                    alternatives.Add(new Alternative(process, AlternativeKind.TaPanic));
            }

            // Threads die with their process, which is the death of the first of them.
            bool isFirst = BitOperations.TrailingZeroCount(_search.Program.ThreadsOf(process)) == process;
            if (faulty && options.Kill && isFirst && !_machine.IsDead(process))
                alternatives.Add(new Alternative(process, AlternativeKind.Kill));
        }
    }

    // What lies nearest to the start is the most work. Of the last frame some is kept: who gave all of it away could get
    // it back, and give it away again.
    private void GiveAway()
    {
        for (int i = 0; i < _depth; i++)
        {
            Frame frame = _frames[i];
            int left = frame.Alternatives.Count - frame.Next;
            int kept = i == _depth - 1 ? (left + 1) / 2 : 0;
            if (left == kept) continue;
            Alternative[] path = [.. _machine.Path.Choices.Take(frame.Depth)];
            _search.Tasks.Give(new SearchTask(path, frame.Node, [.. frame.Alternatives.Skip(frame.Next + kept)]));
            frame.Alternatives.RemoveRange(frame.Next + kept, left - kept);
            return;
        }
    }
}
