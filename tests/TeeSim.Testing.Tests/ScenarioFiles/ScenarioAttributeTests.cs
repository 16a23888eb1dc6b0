using TeeSim.Exploration.Search;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;
using Xunit.Sdk;
using Xunit.v3;

namespace TeeSim.Testing.Tests.ScenarioFiles;

public class ScenarioAttributeTests
{
    public static IEnumerable<ITheoryDataRow> Wrong => Rows(new ScenarioAttribute("Files/wrong/*.tee"));

    public static IEnumerable<ITheoryDataRow> Misdriven => Rows(new ScenarioAttribute("Files/scripts/switch.tee") { Driver = "shiped" });

    [Theory]
    [Scenario("Files/scripts/switch-fixed.tee")]
    public void A_test_gets_a_script_that_runs_and_explores(ScenarioUnderTest scenario)
    {
        scenario.Name.ShouldBe("switch-fixed.tee");
        scenario.Path.ShouldBe("Files/scripts/switch-fixed.tee");
        scenario.ToString().ShouldBe("switch-fixed.tee");
        scenario.Run().Calls.ShouldBe(8);
        scenario.Explore(new SearchOptions { Workers = 1 }).Orderings.ShouldBe(3);
        TestContext.Current.Test!.TestDisplayName.ShouldEndWith("(scenario: switch-fixed.tee)");
    }

    [Theory]
    [Scenario("Files/scripts/deep/a.tee")]
    [Scenario("Files/scripts/deep/b.tee", Driver = "shipped")]
    public void Several_attributes_give_several_rows(ScenarioUnderTest scenario) => scenario.Name.ShouldBeOneOf("a.tee", "b.tee");

    [Fact]
    public void A_glob_gives_its_files_in_ordinal_order() =>
        Paths("Files/scripts/deep/*.tee").ShouldBe([
            "Files/scripts/deep/10.tee",
            "Files/scripts/deep/9.tee",
            "Files/scripts/deep/C.tee",
            "Files/scripts/deep/a.tee",
            "Files/scripts/deep/b.tee",
        ]);

    [Fact]
    public void A_question_mark_is_one_character() => Paths("Files/scripts/deep/?.tee")
        .ShouldBe(["Files/scripts/deep/9.tee", "Files/scripts/deep/C.tee", "Files/scripts/deep/a.tee", "Files/scripts/deep/b.tee"]);

    [Theory]
    [InlineData("Files/**/*.tee", 9)]
    [InlineData("Files/scripts/**/*.tee", 7)]
    [InlineData("**/a.tee", 1)]
    public void Two_stars_are_any_folders(string path, int files)
    {
        Paths(path).Length.ShouldBe(files);
        Paths(path).ShouldBe(Paths(path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Files/nowhere.tee", "there is no such file")]
    [InlineData("Files/*.nothing", "no file matches")]
    [InlineData("nowhere/*.tee", "no file matches")]
    public void A_script_that_is_not_there_is_a_row_that_says_where_it_was_looked_for(string path, string problem)
    {
        ScenarioUnderTest scenario = Scenarios(new ScenarioAttribute(path)).ShouldHaveSingleItem();

        Should.Throw<TeeAssertException>(() => scenario.Run()).Message.ShouldBe($"{path}: {problem}; it was looked for in "
            + $"{AppContext.BaseDirectory}, where scripts get to with CopyToOutputDirectory=\"PreserveNewest\" in the project");
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_script_fails_its_row_before_the_test_begins(ScenarioUnderTest scenario)
    {
        var test = (IXunitTest)TestContext.Current.Test!;

        Should.Throw<TeeAssertException>(() => new ScenarioAttribute("Files/wrong/*.tee").Before(null!, test)).Message
            .ShouldBe(scenario.Name switch
            {
                "empty.tee" => "Files/wrong/empty.tee: the file is empty; a script starts with a line such as 'target amlogic-3.9-arm32'",
                _ => "Files/wrong/wrong.tee:5:26: unknown TA 'dmr'; did you mean 'drm'?\n"
                    + "Files/wrong/wrong.tee:6:23: unknown session 't'; did you mean 's'?",
            });
        // Another attribute's rows are not its own.
        new ScenarioAttribute("Files/other.tee").Before(null!, test);
    }

    [Theory]
    [MemberData(nameof(Misdriven))]
    public void An_unknown_driver_fails_its_row(ScenarioUnderTest scenario)
    {
        Should.Throw<TeeAssertException>(
            () => new ScenarioAttribute(scenario.Path).Before(null!, (IXunitTest)TestContext.Current.Test!)).Message
            .ShouldBe("unknown driver 'shiped'; did you mean 'shipped'?");
        Should.Throw<TeeAssertException>(() => ScenarioUnderTest.Load(scenario.Path).WithDriver("shippd")).Message
            .ShouldBe("unknown driver 'shippd'; did you mean 'shipped'?");
    }

    [Fact]
    public void A_script_is_loaded_by_its_path_or_fails_with_all_that_is_wrong() =>
        Should.Throw<TeeAssertException>(() => ScenarioUnderTest.Load("Files/wrong/wrong.tee")).Message.Split('\n').Length.ShouldBe(2);

    [Fact]
    public void A_driver_of_one_s_own_takes_the_place_of_the_script_s()
    {
        ScenarioUnderTest scenario = ScenarioUnderTest.Load("Files/scripts/switch.tee");

        scenario.WithDriver(new OtherDriver()).Run().Driver.ShouldBe("other");
        scenario.WithDriver(new OtherDriver()).Explore().Driver.ShouldBe("other");
        scenario.WithDriver("shipped").Run().Driver.ShouldBe("shipped");
        scenario.Run().Driver.ShouldBe("shipped");
    }

    [Fact]
    public void A_script_that_is_too_large_to_explore_is_refused() => Should.Throw<TeeAssertException>(
        () => ScenarioUnderTest.Load("shipped/livetv-until-oom.tee").Explore(new SearchOptions { Rounds = 5_000 }))
        .Message.ShouldStartWith("shipped/livetv-until-oom.tee: the script makes more than 5,000 calls");

    private static IEnumerable<ITheoryDataRow> Rows(ScenarioAttribute attribute) =>
        attribute.GetData(null!, new DisposalTracker()).AsTask().GetAwaiter().GetResult();

    private static IEnumerable<ScenarioUnderTest> Scenarios(ScenarioAttribute attribute) =>
        Rows(attribute).Select(r => (ScenarioUnderTest)r.GetData()[0]!);

    private static string[] Paths(string path) => [.. Scenarios(new ScenarioAttribute(path)).Select(s => s.Path)];

    private sealed class OtherDriver : ITvpDriverFactory
    {
        public string Name => "other";

        public ITvpDriver Create(ITeeCore core, TvpOptions options) => TvpDrivers.All[0].Create(core, options);
    }
}
