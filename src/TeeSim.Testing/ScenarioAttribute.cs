using System.Reflection;
using TeeSim.Testing.ScenarioFiles;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace TeeSim.Testing;

/// <summary>
/// Makes a theory run on scripts: <c>[Scenario("scenarios/*.tee")]</c> gives one row for each file, in ordinal order, as a
/// <see cref="ScenarioUnderTest"/>. A file that is missing or wrong fails its row with all that is wrong with it,
/// <c>file:line:column: sentence</c>, before the test's own code runs.
/// </summary>
/// <param name="path">
/// A file below the test assembly's output folder, with <c>/</c> between folders. Its last part can have <c>*</c> and <c>?</c>; a folder
/// <c>**</c> in front of it stands for any folders below.
/// </param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ScenarioAttribute(string path) : DataAttribute, IBeforeAfterTestAttribute
{
    /// <summary>The file or files.</summary>
    public string Path { get; } = path;

    /// <summary>The name of the driver that takes the place of the one that the script names; null to leave it.</summary>
    public string? Driver { get; set; }

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. ScenarioGlob.Files(AppContext.BaseDirectory, Path)
            .Select(file => new TheoryDataRow<ScenarioUnderTest>(new ScenarioUnderTest(file, Driver, Path)))]);

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;

    /// <summary>Fails the test when its script is wrong.</summary>
    public void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        // A method can have several of these attributes; each speaks for its own rows.
        foreach (ScenarioUnderTest scenario in test.TestMethodArguments.OfType<ScenarioUnderTest>())
        {
            if (scenario.Pattern == Path && scenario.Problem is { } problem) throw new TeeAssertException(problem);
        }
    }

    /// <summary>Does nothing.</summary>
    public void After(MethodInfo methodUnderTest, IXunitTest test)
    {
    }
}
