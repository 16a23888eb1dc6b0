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
        PossibleDeadlocks.In([Feed, Finish]).ShouldBe([Sentence]);
        PossibleDeadlocks.In([Finish, Feed]).ShouldBe([Sentence]);
    }

    [Fact]
    public void All_entries_that_take_it_stand_in_one_sentence() =>
        PossibleDeadlocks.In([End, Feed, Finish]).ShouldBe(["feed takes the mutex a and then b; finish, session_ends take them the other way round"]);

    [Fact]
    public void A_circle_of_three_is_said_once() => PossibleDeadlocks.In([new LockOrder("c", "a", "z"), new LockOrder("a", "b", "x"), new LockOrder("b", "c", "y")])
        .ShouldBe(["x takes the mutex a and then b; y takes b and then c; z takes c and then a"]);

    [Fact]
    public void A_common_mutex_guards_a_pair() => PossibleDeadlocks.In([Feed with { Gates = "g" }, Finish with { Gates = "g" }]).ShouldBeEmpty();
}
