using TeeSim.Core.Panics;

namespace TeeSim.Bget.Tests;

/// <summary>What a modelled panic must say: which check, where in the source, about which address.</summary>
internal static class PanicAssertions
{
    /// <summary>Expects a failed assertion of the C code.</summary>
    /// <param name="call">The call that runs into it.</param>
    /// <param name="position">File and line, as traces record them: <c>bget.c:901</c>.</param>
    /// <param name="address">The block or buffer it is about.</param>
    public static CorePanicException ShouldAssertAt(this Action call, string position, ulong address) =>
        call.ShouldStop(CorePanicKind.Assertion, address, position);

    /// <summary>Expects an access outside of all memory.</summary>
    public static CorePanicException ShouldAbortAt(this Action call, ulong address) => call.ShouldStop(CorePanicKind.DataAbort, address);

    /// <summary>Expects a loop that would never end.</summary>
    public static CorePanicException ShouldHangAt(this Action call, ulong address) => call.ShouldStop(CorePanicKind.Hang, address);

    private static CorePanicException ShouldStop(this Action call, CorePanicKind kind, ulong address, string? position = null)
    {
        CorePanicException panic = Should.Throw<CorePanicException>(call);
        panic.Kind.ShouldBe(kind, panic.Message);
        if (position is not null) panic.Site.ShortForm.ShouldBe(position, panic.Message);
        panic.Address.ShouldBe(address, panic.Message);
        return panic;
    }
}
