using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Logging;
using TeeSim.Core.Panics;
using TeeSim.Kernel.Tvp;

namespace TeeSim.Kernel;

internal sealed partial class SecureWorld<TWord>
{
    public override TeeOutcome OpenSession(string process, Guid ta) => Enter(process, 0, () => _tas.OpenSession(ta));

    public override TeeOutcome CloseSession(string process, uint session) =>
        Enter(process, session, () => new TeeOutcome(_tas.CloseSession(session), 0, null));

    public override TeeOutcome Invoke(string process, uint session, Func<ITvpDriver, TeeOutcome> call) =>
        Enter(process, session, () => _tas.Invoke(session, () => call(Driver)));

    public override TeeOutcome MdbgCheck(string process, bool print) => Enter(process, 0, () =>
    {
        if (print) Heap.PrintMdbgCheck();
        else Heap.MdbgCheck();
        return new TeeOutcome(TeeResult.SUCCESS, 0, null);
    });

    public override TeeOutcome PrintMappings(string process, Guid ta) => Enter(process, 0, () =>
    {
        ulong context = Contexts.FirstOrDefault(c => c.Uuid == ta).UserModeCtx;
        if (context == 0) return new TeeOutcome(TeeResult.ITEM_NOT_FOUND, 0, null);
        Mmu.PrintMappings(context);
        return new TeeOutcome(TeeResult.SUCCESS, 0, null);
    });

    public override void Sleep(TimeSpan time) => _microseconds += time.Ticks / TimeSpan.TicksPerMicrosecond;

    public override WorldSnapshot Snapshot() => new(Memory.Snapshot(), _microseconds, _calls, _panic);

    public override void Restore(WorldSnapshot snapshot)
    {
        Memory.Restore(snapshot.Memory);
        (_microseconds, _calls, _panic) = (snapshot.Microseconds, snapshot.Calls, snapshot.Panic);
    }

    private TeeOutcome Enter(string process, uint session, Func<TeeOutcome> call)
    {
        if (_panic is not null) return new TeeOutcome(TeeResult.GENERIC, 0, _panic);
        _calls++;
        _microseconds += CallMicroseconds;
        Events.Stamp = new EventStamp(_microseconds, process, session, _calls);
        Events.Publish(TeeEventKind.CallEntered, 0, 0, session);
        try
        {
            TeeOutcome outcome = call();
            Events.Publish(TeeEventKind.CallLeft, 0, 0, (ulong)outcome.Result);
            return outcome;
        }
        catch (CorePanicException panic)
        {
            _panic = panic;
            Events.Publish(TeeEventKind.Panicked, panic.Address);
            if (_log.IsOn(TraceLevel.Error)) _log.Write(TraceLevel.Error, null, PanicLine(panic));
            return new TeeOutcome(TeeResult.GENERIC, 0, panic);
        }
    }

    private static string PanicLine(CorePanicException panic) => panic.Kind switch
    {
        CorePanicKind.Assertion => $"assertion '{panic.What}' failed at {panic.Site}",
        CorePanicKind.Panic => $"Panic '{panic.What}' at {panic.Site}",
        CorePanicKind.DataAbort => $"Core data-abort at address 0x{panic.Address:x}",
        _ => panic.Message,
    };
}
