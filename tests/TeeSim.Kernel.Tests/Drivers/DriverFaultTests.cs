using System.Runtime.CompilerServices;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Tests.Drivers;

/// <summary>What is said about a driver whose C# throws.</summary>
public class DriverFaultTests
{
    [Fact]
    public void The_line_of_the_drivers_source_is_named()
    {
        int line = 0;
        string message = FaultOf(_ =>
        {
            line = Here() + 1;
            throw new KeyNotFoundException("no channel 7");
        });

        message.ShouldBe($"driver 'scripted' threw KeyNotFoundException in scripted_run (DriverFaultTests.cs:{line}): no channel 7");
    }

    [Fact]
    public void A_line_of_the_model_or_of_the_runtime_is_not()
    {
        int line = 0;
        FaultOf(core =>
        {
            line = Here() + 1;
            core.Memory.ReaderAt<uint>(core.Calloc(8, BadDriver.Site));
        }).ShouldBe($"driver 'scripted' threw InvalidOperationException in scripted_run (DriverFaultTests.cs:{line}): "
            + "a guarded driver reads value by value");
        FaultOf(_ =>
        {
            line = Here() + 1;
            new List<int>().RemoveAt(7);
        }).ShouldStartWith(
            $"driver 'scripted' threw ArgumentOutOfRangeException in scripted_run (DriverFaultTests.cs:{line}): Index was out of range.");
    }

    [Fact]
    public void Its_text_is_escaped() =>
        FaultOf(_ => throw new InvalidOperationException("\u001b[31mred\n")).ShouldEndWith(": \\u001b[31mred\\u000a");

    [Fact]
    public void An_exception_that_was_never_thrown_has_no_place() =>
        new DriverFaultException("d", "e", new InvalidOperationException("m")).Message
            .ShouldBe("driver 'd' threw InvalidOperationException in e: m");

    private static string FaultOf(Action<ITeeCore> run)
    {
        TestWorld test = new ScriptedDriver(run).Boot(guarded: true);
        uint session = test.Open(TestWorld.Drm);
        return Should.Throw<DriverFaultException>(() => ScriptedDriver.Call(test, session)).Message;
    }

    private static int Here([CallerLineNumber] int line = 0) => line;
}
