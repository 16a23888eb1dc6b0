using TeeSim.Core.Panics;

namespace TeeSim.Core.Tests.Panics;

public class CorePanicExceptionTests
{
    private static readonly SourceSite Site = new("core/kernel/a.c", 12, "f");

    [Theory]
    [InlineData(CorePanicKind.Assertion, "assertion 'x > 0' failed at core/kernel/a.c:12 <f>, address 0xbeef")]
    [InlineData(CorePanicKind.Panic, "Panic 'x > 0' at core/kernel/a.c:12 <f>")]
    [InlineData(CorePanicKind.DataAbort, "data abort in f: x > 0, address 0xbeef")]
    [InlineData(CorePanicKind.Hang, "the core hangs in f: x > 0, address 0xbeef")]
    [InlineData(CorePanicKind.UseAfterFree, "use after free in f: x > 0, address 0xbeef")]
    [InlineData(CorePanicKind.ForeignMemory, "foreign memory used in f: x > 0, address 0xbeef")]
    public void Its_message_says_what_where_and_about_which_address(CorePanicKind kind, string message)
    {
        var panic = new CorePanicException(kind, "x > 0", Site, 0xbeef);

        panic.Message.ShouldBe(message);
        (panic.Kind, panic.What, panic.Site, panic.Address).ShouldBe((kind, "x > 0", Site, 0xbeefUL));
    }
}
