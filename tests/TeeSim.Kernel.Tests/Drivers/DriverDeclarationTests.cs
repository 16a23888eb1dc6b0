using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Tests.Drivers;

/// <summary>What a driver says of itself has to fit together.</summary>
public class DriverDeclarationTests
{
    private static readonly EntryParameter Thing = new("thing", EntryParameterType.Handle) { Handle = "thing" };
    private static readonly EntryPoint Open = new("open", "Opens", []) { Gives = EntryResult.Handle("thing"), ClosedBy = "close" };
    private static readonly EntryPoint Close = new("close", "Closes", [Thing]) { Context = EntryContext.Handle };

    [Fact]
    public void Those_of_TeeSims_own_drivers_do() => DriverCatalog.All.ShouldAllBe(d => DriverDeclaration.Problem(d) == null);

    [Fact]
    public void A_pair_of_open_and_close_does() => Problem(Open, Close).ShouldBeNull();

    [Fact]
    public void A_closer_may_take_arguments_of_the_opener() => Problem(
        new EntryPoint("map", "Maps", [new("pa", EntryParameterType.Address)]) { Gives = EntryResult.Address, ClosedBy = "unmap" },
        new EntryPoint("unmap", "Unmaps",
            [new("pa", EntryParameterType.Address), new("n", EntryParameterType.Number) { IsOptional = true }])).ShouldBeNull();

    [Fact]
    public void Names_are_those_of_scripts()
    {
        const string Rule = "; a letter, then letters, digits and '_' can be, at most 64";
        Problem(Open with { Name = "" }).ShouldBe($"the entry point can't be written in a script: ''{Rule}");
        Problem(Open with { Name = "1st" }).ShouldBe($"the entry point can't be written in a script: '1st'{Rule}");
        Problem(Open with { Gives = EntryResult.Handle("a\u001bb") })
            .ShouldBe($"the result of 'open' can't be written in a script: 'a\\u001bb'{Rule}");
        Problem(Of(new EntryParameter("a b", EntryParameterType.Number)))
            .ShouldBe($"the entry point 'x' has a parameter that can't be written in a script: 'a b'{Rule}");
        Problem(Of(Thing with { Handle = "-" })).ShouldBe("the entry point 'x' has a parameter that is called 'thing' and is a handle of "
            + $"a kind that can't be written in a script: '-'{Rule}");
    }

    [Fact]
    public void Nothing_is_declared_twice()
    {
        Problem(Open, Close, Open).ShouldBe("the entry point 'open' is declared twice");
        Problem(Of(Thing, Thing)).ShouldBe("the entry point 'x' has two parameters 'thing'");
    }

    [Fact]
    public void Parameters_make_sense()
    {
        const string Has = "the entry point 'x' has a parameter that is called 'p' and ";
        Problem(Of(new EntryParameter("p", EntryParameterType.Handle))).ShouldBe(Has + "is a handle of no kind");
        Problem(Of(new EntryParameter("p", EntryParameterType.Ta) { Handle = "thing" }))
            .ShouldBe(Has + "has a kind of handle, and is none");
        Problem(Of(new EntryParameter("p", EntryParameterType.Number) { Most = 2 }))
            .ShouldBe(Has + "can be given 2 times; only a range can be given more than once");
        Problem(Of(new EntryParameter("p", EntryParameterType.Range) { Most = 0 }))
            .ShouldBe(Has + "can be given 0 times; only a range can be given more than once");
        Problem(Of(new EntryParameter("p", EntryParameterType.Number) { Smallest = 2, Largest = 1 })).ShouldBe(Has + "can't be any number");
    }

    [Fact]
    public void Who_runs_in_a_handles_session_always_has_one() =>
        Problem(Close with { Parameters = [Thing with { IsOptional = true }] })
            .ShouldBe("the entry point 'close' runs in the session of its first handle, and that is not always given");

    [Fact]
    public void Who_closes_gets_all_that_it_needs()
    {
        Problem(Open).ShouldBe("the entry point 'open' is closed by 'close', which is no entry point of the driver");
        Problem(Open with { Gives = null }, Close).ShouldBe("the entry point 'open' is closed by 'close', and gives nothing");
        Problem(Open with { Gives = EntryResult.Handle("other") }, Close).ShouldBe(
            "the entry point 'open' is closed by 'close', whose parameter 'thing' is neither its result nor one of its arguments");
    }

    [Fact]
    public void A_pseudo_TA_has_a_name() =>
        DriverDeclaration.Problem(new ScriptedDriver(_ => { }) { PseudoTa = new PseudoTaIdentity("\n", default) }).ShouldBe(
            "the pseudo TA has no name that can be printed");

    private static EntryPoint Of(params EntryParameter[] parameters) => new("x", "Does it", parameters);

    private static string? Problem(params EntryPoint[] entries) =>
        DriverDeclaration.Problem(new ScriptedDriver(_ => { }) { EntryPoints = entries });
}
