using System.ComponentModel;
using TeeSim.Exploration;
using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Search;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;
using TeeSim.Testing.ScenarioFiles;
using Xunit.Sdk;

namespace TeeSim.Testing;

/// <summary>A script that a test is about. It prints as its file's name, and is its own row in a test explorer.</summary>
public sealed class ScenarioUnderTest : IXunitSerializable
{
    private string? _driver;
    private Scenario? _scenario;
    private bool _isLoaded;
    private string? _problem;

    /// <summary>For the test framework, which fills it by <see cref="IXunitSerializable"/>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ScenarioUnderTest()
    {
    }

    internal ScenarioUnderTest(string path, string? driver, string pattern)
    {
        Path = path;
        _driver = driver;
        Pattern = pattern;
    }

    /// <summary>Loads a script without a <see cref="ScenarioAttribute"/>: in a property test, for instance.</summary>
    /// <param name="path">A file below the test assembly's output folder, with <c>/</c> between folders.</param>
    /// <exception cref="TeeAssertException">The file is missing or wrong; the message has all that is.</exception>
    public static ScenarioUnderTest Load(string path)
    {
        var loaded = new ScenarioUnderTest(path, driver: null, path);
        _ = loaded.Scenario;
        return loaded;
    }

    /// <summary>The file's name, without its folders.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The file below the test assembly's output folder; what reports call it.</summary>
    public string Path { get; private set; } = "";

    /// <summary>The script itself.</summary>
    /// <exception cref="TeeAssertException">The file is missing or wrong; the message has all that is.</exception>
    public Scenario Scenario => Problem is { } problem ? throw new TeeAssertException(problem) : _scenario!;

    /// <summary>What an attribute had that led to this script.</summary>
    internal string Pattern { get; private set; } = "";

    /// <summary>What is wrong with the script, all of it; null when it is right.</summary>
    internal string? Problem
    {
        get
        {
            if (!_isLoaded) _scenario = ScenarioLoader.Load(Path, _driver, out _problem);
            _isLoaded = true;
            return _problem;
        }
    }

    /// <summary>
    /// Makes the calls as written, in a world of its own, and reports what came of it. The same script gives the same report.
    /// </summary>
    /// <param name="options">Where the device log goes, and states; null for nowhere.</param>
    public RunReport Run(RunOptions? options = null) => ScenarioRunner.Run(Scenario, options ?? new RunOptions());

    /// <summary>Tries the orderings of the calls: every one that the script allows, unless the options set a bound.</summary>
    /// <param name="options">
    /// Which faults may come in between, how many rounds of each repeat are tried, bounds; null for no fault
    /// and no bound but that of memory.
    /// </param>
    /// <exception cref="TeeAssertException">The script is too large for that.</exception>
    public ExplorationReport Explore(SearchOptions? options = null)
    {
        SearchOptions search = options ?? new SearchOptions();
        return Explorer.Explore(Programs.Of(Scenario, search.Rounds), search);
    }

    /// <summary>The same script with another driver.</summary>
    /// <param name="name">The driver's name, as scripts have it.</param>
    /// <exception cref="TeeAssertException">There is no such driver.</exception>
    public ScenarioUnderTest WithDriver(string name) =>
        ScenarioLoader.Find(name, out IDriverFactory? driver) is { } problem ? throw new TeeAssertException(problem) : WithDriver(driver!);

    /// <summary>The same script with another driver, one of your own for instance.</summary>
    /// <param name="driver">Creates the driver in each world that is booted.</param>
    public ScenarioUnderTest WithDriver(IDriverFactory driver) =>
        new(Path, _driver, Pattern) { _scenario = Scenario.WithDriver(driver), _isLoaded = true };

    /// <summary>The file's name.</summary>
    public override string ToString() => Name;

    /// <summary>For the test framework.</summary>
    void IXunitSerializable.Serialize(IXunitSerializationInfo info)
    {
        info.AddValue(nameof(Path), Path);
        info.AddValue(nameof(Pattern), Pattern);
        info.AddValue(nameof(ScenarioAttribute.Driver), _driver);
    }

    /// <summary>For the test framework.</summary>
    void IXunitSerializable.Deserialize(IXunitSerializationInfo info)
    {
        Path = info.GetValue<string>(nameof(Path)) ?? "";
        Pattern = info.GetValue<string>(nameof(Pattern)) ?? "";
        _driver = info.GetValue<string>(nameof(ScenarioAttribute.Driver));
    }
}
