using FsCheck;
using FsCheck.Fluent;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Setup;
using TeeSim.Testing.CallOrderings;
using TeeSim.Testing.ScenarioFiles;

namespace TeeSim.Testing;

/// <summary>Gives the orderings of a script to FsCheck.</summary>
public static class Orderings
{
    /// <summary>
    /// Random orderings of a script's calls, without faults. Without waits and passed results each ordering is as likely as any other. A
    /// failing one is shrunk towards the order as written, so that what is left is what one call overtook.
    /// </summary>
    /// <param name="scenario">The script.</param>
    /// <param name="rounds">
    /// How many rounds of each repeat there are at the most; null for all, and three of a repeat without a fixed count.
    /// </param>
    /// <exception cref="TeeAssertException">The script is too large.</exception>
    public static Arbitrary<Ordering> Of(Scenario scenario, long? rounds = null)
    {
        CallProgram program = Programs.Of(scenario, rounds);
        return Arb.From(OrderingGenerator.Of(program, rounds), OrderingShrinker.Shrink);
    }

    /// <inheritdoc cref="Of(Scenario, long?)"/>
    public static Arbitrary<Ordering> Of(ScenarioUnderTest scenario, long? rounds = null) => Of(scenario.Scenario, rounds);
}
