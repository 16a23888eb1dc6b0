using System.Numerics;
using TeeSim.Exploration.Schedules;
using TeeSim.Exploration.Search;
using TeeSim.Kernel.NormalWorld;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;

namespace TeeSim.Exploration.Tests.CrossChecks;

/// <summary>
/// The naive way: lists all orderings with all faults, runs each one from boot on, and counts what the reports of the runs say. Of a search
/// it uses nothing but the machine that says who can go on.
/// </summary>
internal sealed class OneByOne
{
    private readonly CallProgram _program;
    private readonly SearchOptions _options;
    private readonly ProgramExecution _machine;
    private readonly ScheduleSpace _space;
    private readonly List<Alternative> _made = [];
    private readonly List<(Schedule Schedule, BigInteger Orderings)> _all = [];
    private readonly int _most;

    private OneByOne(CallProgram program, SearchOptions options, int most)
    {
        (_program, _options, _most) = (program, options, most);
        _machine = new ProgramExecution(program, hashes: false);
        _space = new ScheduleSpace(program);
    }

    /// <summary>The reports of all runs, and how many orderings each stands for; null when there are too many.</summary>
    /// <exception cref="DriverProblemException">The driver can't be judged.</exception>
    public static IReadOnlyList<(Schedule Schedule, BigInteger Orderings, RunReport Report)>? Run(
        CallProgram program, SearchOptions options, int most)
    {
        var naive = new OneByOne(program, options, most);
        if (!naive.List()) return null;
        return [.. naive._all.Select(o => (o.Schedule, o.Orderings, o.Schedule.Run(program, new RunOptions())))];
    }

    /// <summary>The most severe kind of what a run has found.</summary>
    public static FailureKind Worst(RunReport report) => report.Findings.Select(f => f.Kind).DefaultIfEmpty(FailureKind.None).Max();

    private bool List()
    {
        bool goesOn = false;
        bool mayFault = _options.HasFaults && _machine.Faults < _options.MostFaults;
        for (int process = 0; process < _program.Processes.Count; process++)
        {
            if (_machine.Next(process) is { } step)
            {
                goesOn = true;
                if (!Try(new Alternative(process, AlternativeKind.Call), out int allocations)) return false;
                if (mayFault && _options.TaPanics && FaultLabels.CanPanic(step) && !_machine.WouldSkip(step)
                    && !Try(new Alternative(process, AlternativeKind.TaPanic), out _))
                {
                    return false;
                }
                for (int n = 1; mayFault && _options.FailAllocations && FaultLabels.CanFailAllocation(step) && n <= allocations; n++)
                {
                    if (!Try(new Alternative(process, AlternativeKind.FailAllocation, n), out _)) return false;
                }
            }

            // A process dies once, however many threads it has.
            string owner = ThreadName.ProcessOf(_program.Processes[process]);
            bool isFirst = !_program.Processes.Take(process).Any(p => ThreadName.ProcessOf(p) == owner);
            if (mayFault && _options.Kill && isFirst && !_machine.IsDead(process)
                && !Try(new Alternative(process, AlternativeKind.Kill), out _))
            {
                return false;
            }
        }

        if (!goesOn) _all.Add((new Schedule([.. _made]), BigInteger.One));
        return _all.Count <= _most;
    }

    private bool Try(Alternative alternative, out int allocations)
    {
        CallFacts facts = _machine.Make(alternative);
        allocations = _machine.Allocations;
        _machine.Keep();
        _made.Add(alternative);
        bool isFew = true;
        // All orderings that begin so stop here.
        if (facts.Outcome is { Panic: not null })
            _all.Add((new Schedule([.. _made]), _space.From(_machine.Positions, _machine.Dead) ?? BigInteger.One));
        else isFew = List();
        _made.RemoveAt(_made.Count - 1);
        _machine.TakeBack();
        return isFew;
    }
}
