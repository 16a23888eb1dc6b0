using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Tests.Drivers;

/// <summary>Exceptions of drivers are told apart by their type and their place.</summary>
public sealed class ThrowOriginTests
{
    [Theory]
    [InlineData("E", "a.cs:1", "E", "a.cs:1", true)]
    [InlineData("E", "a.cs:1", "F", "a.cs:1", false)]
    [InlineData("E", "a.cs:1", "E", "a.cs:2", false)]
    // The same place, whoever came there.
    [InlineData("E", "a.cs:1 a.cs:7", "E", "a.cs:1 a.cs:8", true)]
    [InlineData("E", "a.cs:1 a.cs:7", "E", "a.cs:2 a.cs:7", false)]
    // Compiled anew, the method that throws is part of the one that calls it.
    [InlineData("E", "a.cs:1 a.cs:7 a.cs:9", "E", "a.cs:7 a.cs:9", true)]
    [InlineData("E", "a.cs:7 a.cs:9", "E", "a.cs:1 a.cs:7 a.cs:9", true)]
    [InlineData("E", "", "E", "", true)]
    [InlineData("E", "", "E", "a.cs:1", false)]
    public void Two_are_the_same_by_type_and_place(string one, string placesOfOne, string other, string placesOfOther, bool same) =>
        new ThrowOrigin(one, Places(placesOfOne)).IsSame(new ThrowOrigin(other, Places(placesOfOther))).ShouldBe(same);

    [Fact]
    public void Places_are_those_of_the_driver_and_not_of_what_it_calls()
    {
        Exception thrown = Should.Throw<Exception>(() => new List<int>().First());
        ThrowOrigin origin = ThrowOrigin.Of(thrown);
        origin.Exception.ShouldBe("System.InvalidOperationException");
        origin.Places[0].ShouldStartWith("ThrowOriginTests.cs:");
        origin.Line.ShouldBe(origin.Places[0]);
    }

    private static string[] Places(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
