using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Judging;

namespace TeeSim.Scenarios.Tests.Judging;

/// <summary>Circles of mutexes: each is said once, whoever takes them and whatever was seen first.</summary>
public sealed class PossibleDeadlocksTests
{
    private static readonly LockOrder Feed = new("a", "b", "feed");
    private static readonly LockOrder Finish = new("b", "a", "finish");
    private static readonly LockOrder End = new("b", "a", "session_ends");

    [Fact]
    public void A_pair_is_said_once_whichever_comes_first()
    {
        const string Sentence = "feed takes the mutex a and then b; finish takes them the other way round";
        Sentences(Feed, Finish).ShouldBe([Sentence]);
        Sentences(Finish, Feed).ShouldBe([Sentence]);
    }

    [Fact]
    public void All_entries_that_take_it_stand_in_one_sentence() =>
        Sentences(End, Feed, Finish).ShouldBe(["feed takes the mutex a and then b; finish, session_ends take them the other way round"]);

    [Fact]
    public void A_circle_of_three_is_said_once() =>
        Sentences(new LockOrder("c", "a", "z"), new LockOrder("a", "b", "x"), new LockOrder("b", "c", "y"))
            .ShouldBe(["x takes the mutex a and then b; y takes b and then c; z takes c and then a"]);

    [Fact]
    public void A_common_mutex_guards_a_pair() =>
        PossibleDeadlocks.In([Feed with { Gates = "g" }, Finish with { Gates = "g" }]).ShouldBeEmpty();

    [Fact]
    public void By_its_mutexes_a_circle_is_the_same_whoever_takes_them()
    {
        string[] known = [.. PossibleDeadlocks.In([Feed, Finish])
            .Concat(PossibleDeadlocks.In([End, Feed]))
            .Concat(PossibleDeadlocks.In([Finish, End, Feed]))
            .Select(c => c.Mutexes)];
        known.ShouldBe(["a, b", "a, b", "a, b"]);
    }

    [Fact]
    public void Three_mutexes_have_two_circles_one_in_each_direction()
    {
        LockOrder[] forth = [new("a", "b", "x"), new("b", "c", "y"), new("c", "a", "z")];
        LockOrder[] back = [new("b", "a", "u"), new("c", "b", "v"), new("a", "c", "w")];
        PossibleDeadlocks.In(forth).ShouldHaveSingleItem().Mutexes.ShouldBe("a, b, c");
        PossibleDeadlocks.In(back).ShouldHaveSingleItem().Mutexes.ShouldBe("a, c, b");
    }

    private static string[] Sentences(params LockOrder[] orders) => [.. PossibleDeadlocks.In(orders).Select(c => c.Sentence)];
}
