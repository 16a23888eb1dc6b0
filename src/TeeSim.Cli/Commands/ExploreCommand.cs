using System.CommandLine;
using TeeSim.Cli.Rendering;
using TeeSim.Core.Diagnostics;
using TeeSim.Exploration;
using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Search;
using TeeSim.Scenarios.Running;

namespace TeeSim.Cli.Commands;

/// <summary><c>teesim explore</c>: tries every ordering of a script's calls.</summary>
internal static class ExploreCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE");
        var exact = new Option<bool>("--exact");
        var noReduction = new Option<bool>("--no-reduction");
        var kill = new Option<bool>("--kill");
        var fail = new Option<bool>("--fail-alloc");
        var panic = new Option<bool>("--ta-panic");
        var jobs = new Option<int>("--jobs") { DefaultValueFactory = _ => Environment.ProcessorCount };
        var rounds = new Option<long?>("--rounds");
        var command = new Command("explore", "x") { file, exact, noReduction, kill, fail, panic, jobs, rounds };
        command.SetAction(parsed =>
        {
            if (Scenario.Load(parsed.GetValue(file)!, out IReadOnlyList<Diagnostic> diagnostics) is not { } scenario)
            {
                foreach (Diagnostic diagnostic in diagnostics) Console.Error.WriteLine(diagnostic);
                return ExitCode.BadInput;
            }

            if (Explorer.Compile(scenario, parsed.GetValue(rounds), out Diagnostic? problem) is not { } program)
            {
                Console.Error.WriteLine(problem);
                return ExitCode.BadInput;
            }

            var options = new SearchOptions
            {
                Equality = parsed.GetValue(exact) ? StateEquality.Exact : StateEquality.UpToAddresses,
                Reduction = !parsed.GetValue(noReduction),
                Kill = parsed.GetValue(kill),
                FailAllocations = parsed.GetValue(fail),
                TaPanics = parsed.GetValue(panic),
                Workers = parsed.GetValue(jobs),
            };
            var watch = System.Diagnostics.Stopwatch.StartNew();
            ExplorationReport report = Explorer.Explore(program, options);
            Console.Error.WriteLine($"{watch.Elapsed.TotalSeconds:f2} s, {report.Transitions / watch.Elapsed.TotalSeconds:n0}/s");
            new ExploreText(Output.Console()).Print(report, $"teesim run {parsed.GetValue(file)} --schedule");
            return report.IsClean ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }
}
