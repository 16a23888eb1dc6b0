using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using TeeSim.Scenarios.Objects;

namespace TeeSim.Scenarios.Tests.Objects;

/// <summary>The set against a sorted one.</summary>
public sealed class GranuleSetTests
{
    private const int Count = 200;

    [Property(MaxTest = 200)]
    public Property It_finds_the_neighbours_that_a_sorted_set_finds() =>
        Prop.ForAll(Gen.Choose(-Count + 1, Count - 1).ListOf().ToArbitrary(), changes =>
        {
            var set = new GranuleSet(Count);
            var sorted = new SortedSet<int>();
            foreach (int change in changes)
            {
                if (change >= 0)
                {
                    set.Add(change);
                    sorted.Add(change);
                }
                else
                {
                    set.Remove(-change);
                    sorted.Remove(-change);
                }
            }

            for (int i = 0; i < Count; i++)
            {
                set.Contains(i).ShouldBe(sorted.Contains(i));
                set.AtOrBefore(i).ShouldBe(sorted.Where(m => m <= i).DefaultIfEmpty(-1).Max());
                set.AtOrBehind(i).ShouldBe(sorted.Where(m => m >= i).DefaultIfEmpty(-1).Min());
            }
        });

    [Fact]
    public void Behind_its_end_there_is_nothing()
    {
        var set = new GranuleSet(64);
        set.Add(63);
        set.AtOrBehind(64).ShouldBe(-1);
        set.Clear();
        set.AtOrBefore(63).ShouldBe(-1);
    }
}
