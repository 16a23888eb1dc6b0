using TeeSim.Core.Panics;

namespace TeeSim.Mmu.Tests;

internal static class PanicAssertions
{
    /// <summary>Expects the core to stop.</summary>
    public static CorePanicException ShouldPanic(Action call) => Should.Throw<CorePanicException>(call);

    /// <summary>Expects the core to stop, and compares the whole sentence.</summary>
    public static void ShouldPanic(this Action call, CorePanicKind kind, string message)
    {
        CorePanicException panic = Should.Throw<CorePanicException>(call);
        panic.Kind.ShouldBe(kind);
        panic.Message.ShouldBe(message);
    }
}
