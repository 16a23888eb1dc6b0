using TeeSim.Core.Panics;
using TeeSim.Exploration.Oracles;
using TeeSim.Exploration.Programs;
using TeeSim.Exploration.States;
using TeeSim.Kernel;
using TeeSim.Scenarios.Running;

namespace TeeSim.Exploration.Search;

/// <summary>One thread of a search: goes depth-first from state to state in a world of its own, and gives some of its work away when others have none.</summary>
internal sealed class SearchWorker
{
    private readonly SearchState _search;
    private readonly Machine _machine;
    private readonly ObjectGraph _graph;
    private readonly StateKeys _keys;
    private readonly StateOracle _oracle;
    private readonly TraceKeys _traces;
    private readonly Effects _effects;
    private readonly bool _reduces;
    private readonly List<Frame> _frames = [];
    private int _depth;

    public SearchWorker(SearchState search)
    {
        _search = search;
        bool exact = search.Options.Equality == StateEquality.Exact;
        _machine = new Machine(search.Program, exact);
        _graph = ObjectGraph.Of(_machine.World, _machine.Journal);
        _keys = new StateKeys(_machine, exact ? null : _graph);
        _oracle = new StateOracle(_machine, _graph, search.Failures, search.Baseline, search.Sometimes);
        _traces = new TraceKeys(search.Program);
        _effects = new Effects(_machine);
        _reduces = search.Options.Reduction && !exact;
    }

    /// <summary>Transitions that this worker has tried.</summary>
    public long Transitions { get; private set; }

    /// <summary>When the call that it is in has begun, as <see cref="Environment.TickCount64"/> counts; 0 between calls.</summary>
    public long InCallSince => Volatile.Read(ref _inCallSince);

    private long _inCallSince;

    /// <summary>The call that it is in, or made last.</summary>
    public Step? CurrentStep { get; private set; }

    /// <summary>Enters the state after boot.</summary>
    public SearchTask Root()
    {
        _graph.Read();
        UInt128 memory = _keys.Memory();
        _search.Graph.Enter(_keys.Of(memory, _machine.NormalWorldFingerprint), 0, out int root);
        Frame frame = NewFrame(root, memory, TracePoint.At(root));
        JudgeState(root, frame);
        return new SearchTask([], root, frame.Point, [.. frame.Alternatives]);
    }

    /// <summary>Works until nobody has anything left to do.</summary>
    public void Run()
    {
        while (_search.Take() is { } task)
        {
            Enter(task);
            while (_depth > 0 && !_search.IsStopped) Advance(_frames[_depth - 1]);
            Leave();
            _search.Finished();
        }
    }

    // The way to a state that another worker has reached is made again, once.
    private void Enter(SearchTask task)
    {
        foreach (Alternative made in task.Path)
        {
            _machine.Make(made);
            _machine.Keep();
        }

        _graph.Read();
        Frame frame = NewFrame(task.Node, _keys.Memory(), task.Point);
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

        if (_search.WantsTasks) GiveAway();
        if (frame.Next == frame.Alternatives.Count) return;
        Try(frame, frame.Alternatives[frame.Next++]);
    }

    private void Try(Frame frame, Alternative alternative)
    {
        if ((++Transitions & 255) == 0) _search.Report(256);
        Step? step = alternative.Kind == AlternativeKind.Kill ? null : _machine.Next(alternative.Process);
        // How many allocations there are to fail is seen only when the call is made.
        bool mustBeMade = _search.Options.FailAllocations && _machine.Faults < _search.Options.MostFaults;
        var attempt = new Attempt(frame, step, alternative);
        if (_reduces)
        {
            SetKeys(ref attempt, mustBeMade);
            if ((!mustBeMade && IsKnownByTrace(attempt)) || IsKnownByEffect(attempt)) return;
        }

        Make(attempt);
    }

    private void SetKeys(ref Attempt attempt, bool mustBeMade)
    {
        Frame frame = attempt.Frame;
        attempt.IsSole = _traces.IsSole(frame.Point, attempt.Step, attempt.Alternative);
        attempt.IsSettled = attempt.IsSole && _traces.IsSettled(attempt.Step, attempt.Alternative, _machine.Positions);
        if (!attempt.IsSettled) attempt.TraceKey = _traces.After(frame.Point, attempt.Step, attempt.Alternative, out attempt.EventKey);
        if (!mustBeMade && attempt.Step is not { Inner.Length: > 0 }) attempt.EffectKey = _effects.KeyOf(frame.Memory, frame.NormalWorld, attempt.Step, attempt.Alternative);
    }

    // The same calls have been made in another order.
    private bool IsKnownByTrace(in Attempt attempt)
    {
        if (attempt.IsSole || !_search.Graph.TryFindTrace(attempt.TraceKey, out int known)) return false;
        _search.Graph.AddEdge(attempt.Frame.Node, known, attempt.Alternative, _search.FindingsOf(attempt.EventKey));
        return true;
    }

    // The same call has been made in the same memory, and the state that it leads to has been seen.
    private bool IsKnownByEffect(in Attempt attempt)
    {
        if (attempt.EffectKey is not { } key || _effects.Find(key) is not { } effect) return false;
        _machine.Assume(attempt.Step, attempt.Alternative, effect);
        bool isKnown = _search.Graph.TryFind(_keys.Of(effect.Memory, effect.NormalWorld), out int known);
        _machine.Unassume(attempt.Alternative);
        if (!isKnown) return false;
        Remember(attempt, known, effect.Findings);
        return true;
    }

    private void Remember(in Attempt attempt, int node, Findings findings)
    {
        _search.Graph.AddEdge(attempt.Frame.Node, node, attempt.Alternative, findings);
        if (!_reduces) return;
        if (!attempt.IsSettled) _search.AddFindings(attempt.EventKey, findings);
        if (!attempt.IsSole) _search.Graph.AddTrace(attempt.TraceKey, node);
    }

    private void Make(in Attempt attempt)
    {
        (Frame frame, Step? step, Alternative alternative) = (attempt.Frame, attempt.Step, attempt.Alternative);
        CurrentStep = step;
        Volatile.Write(ref _inCallSince, Environment.TickCount64);
        TeeOutcome? outcome = _machine.Make(alternative);
        Volatile.Write(ref _inCallSince, 0);
        int failure = _oracle.Judge(step, alternative, outcome);
        AddFailingAllocations(frame, step, alternative);
        _machine.Keep();
        if (outcome is { Panic: not null } || !TryRead(step, alternative, ref failure))
        {
            int edge = _search.Graph.AddEdge(frame.Node, StateGraph.Stopped, alternative, new Findings(failure, 0));
            _search.AddStopped(edge, _machine.Positions, _machine.Dead);
            _machine.TakeBack();
            return;
        }

        var findings = new Findings(failure, _oracle.JudgeOrphans(step, alternative, frame.Orphans));
        (UInt128 memory, ulong normalWorld) = (_keys.Memory(), _machine.NormalWorldFingerprint);
        bool isNew = _search.Graph.Enter(_keys.Of(memory, normalWorld), frame.Depth + 1, out int node);
        Remember(attempt, node, findings);
        if (attempt.EffectKey is { } effectKey)
        {
            (StepState state, NamedValue value) = step is null ? default : (_machine.StateOf(step), _machine.ValueOf(step.Index));
            _effects.Add(effectKey, new Effect(memory, normalWorld, state, value, findings));
        }

        if (!isNew)
        {
            _machine.TakeBack();
            return;
        }

        Frame child = NewFrame(node, memory, PointBehind(attempt, node));
        JudgeState(node, child);
        _depth++;
    }

    private TracePoint PointBehind(in Attempt attempt, int node)
    {
        if (!_reduces) return attempt.Frame.Point;
        return attempt.IsSettled ? TracePoint.At(node) : _traces.Advance(attempt.Frame.Point, attempt.Step, attempt.Alternative, attempt.TraceKey, attempt.EventKey);
    }

    private bool TryRead(Step? step, Alternative alternative, ref int failure)
    {
        try
        {
            _graph.Read();
            return true;
        }
        catch (CorePanicException damage)
        {
            failure = _oracle.Damaged(step, alternative, damage);
            return false;
        }
    }

    // How many allocations there are to fail is known when the call has been made once.
    private void AddFailingAllocations(Frame frame, Step? step, Alternative alternative)
    {
        if (!_search.Options.FailAllocations || alternative.IsFault || step is null || _machine.Faults >= _search.Options.MostFaults) return;
        if (!FaultLabels.CanFailAllocation(step.Statement)) return;
        for (int n = 1; n <= _machine.Allocations; n++) frame.Alternatives.Add(alternative with { Kind = AlternativeKind.FailAllocation, Nth = n });
    }

    private void JudgeState(int node, Frame frame)
    {
        bool isEnd = !frame.Alternatives.Exists(a => !a.IsFault);
        int failure = _oracle.JudgeState(isEnd);
        ref StateNode entered = ref _search.Graph.Node(node);
        entered.Findings = new Findings(failure, 0);
        entered.IsEnd = isEnd;
    }

    private Frame NewFrame(int node, UInt128 memory, TracePoint point)
    {
        if (_frames.Count == _depth) _frames.Add(new Frame());
        Frame frame = _frames[_depth];
        frame.Node = node;
        frame.Memory = memory;
        frame.NormalWorld = _machine.NormalWorldFingerprint;
        frame.Point = point;
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
                if (faulty && options.TaPanics && FaultLabels.CanPanic(step.Statement)) alternatives.Add(new Alternative(process, AlternativeKind.TaPanic));
            }

            if (faulty && options.Kill && !_machine.IsDead(process)) alternatives.Add(new Alternative(process, AlternativeKind.Kill));
        }
    }

    // What lies nearest to the start is the most work. Of the last frame some is kept: who gave all of it away could get it back, and give it away again.
    private void GiveAway()
    {
        for (int i = 0; i < _depth; i++)
        {
            Frame frame = _frames[i];
            int left = frame.Alternatives.Count - frame.Next;
            int kept = i == _depth - 1 ? (left + 1) / 2 : 0;
            if (left == kept) continue;
            Alternative[] path = [.. _machine.Made.Reverse().Take(frame.Depth)];
            _search.Give(new SearchTask(path, frame.Node, frame.Point, [.. frame.Alternatives.Skip(frame.Next + kept)]));
            frame.Alternatives.RemoveRange(frame.Next + kept, left - kept);
            return;
        }
    }
}
