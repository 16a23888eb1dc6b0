using TeeSim.Core.Diagnostics;

namespace TeeSim.Core.Tests.Diagnostics;

public class NearestTests
{
    private static readonly string[] Calls = ["open_channel", "close_channel", "map", "unmap", "ch"];

    [Theory]
    [InlineData("hc", "ch")]
    [InlineData("c", "ch")]
    [InlineData("mpa", "map")]
    [InlineData("unmapp", "unmap")]
    [InlineData("ummap", "unmap")]
    [InlineData("closechanel", "close_channel")]
    [InlineData("map", "map")]
    public void A_misspelt_name_finds_what_was_meant(string name, string nearest) => Nearest.To(name, Calls).ShouldBe(nearest);

    [Theory]
    [InlineData("xyz")]
    [InlineData("mxy")]
    [InlineData("invoke_command")]
    public void What_is_far_from_everything_finds_nothing(string name)
    {
        Nearest.To(name, Calls).ShouldBeNull();
        Nearest.Hint(name, Calls).ShouldBe("");
    }

    [Fact]
    public void Of_equally_near_names_the_first_is_taken() => Nearest.To("bat", ["cat", "hat"]).ShouldBe("cat");

    [Fact]
    public void The_hint_is_put_behind_a_sentence() =>
        ("unknown channel 'hc'" + Nearest.Hint("hc", Calls)).ShouldBe("unknown channel 'hc'; did you mean 'ch'?");

    [Fact]
    public void Names_of_any_length_cost_no_time()
    {
        Nearest.To(new string('a', 1_000_000), ["aaa"]).ShouldBeNull();
        Nearest.To("aab", [new string('a', 1_000_000), "aaa"]).ShouldBe("aaa");
    }
}
