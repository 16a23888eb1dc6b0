using System.Reflection;
using TeeSim.Scenarios.Setup;
using TeeSim.TestSupport.Folders;

namespace TeeSim.Scenarios.Tests;

/// <summary>Whoever reads a folder of the source can read before it all that it uses.</summary>
public class FolderCircleTests
{
    private static readonly Assembly Scenarios = typeof(Scenario).Assembly;

    [Fact]
    public void No_folder_of_the_scenarios_uses_one_that_uses_it() =>
        FolderGraph.Circular(FolderGraph.Of(Scenarios)).Select(use => $"{use}").ShouldBeEmpty();

    [Theory]
    [InlineData("Running", "Judging")] // in code
    [InlineData("Judging", "Calls")] // in the subfolder Rules
    [InlineData("Programs", "Calls")] // in a signature
    public void Uses_are_seen(string from, string to) => FolderGraph.Of(Scenarios).ShouldContain(use => use.From == from && use.To == to);

    [Fact]
    public void A_circle_is_found_and_what_only_leads_to_it_is_no_part_of_it()
    {
        FolderUse[] circle = [new("A", "B", ""), new("B", "C", ""), new("C", "A", "")];
        FolderUse[] others = [new("Before", "A", ""), new("C", "Behind", "")];
        FolderGraph.Circular([.. circle, .. others]).ShouldBe(circle);
    }
}
