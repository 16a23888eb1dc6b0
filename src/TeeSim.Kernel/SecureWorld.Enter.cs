using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Logging;
using TeeSim.Core.Panics;
using TeeSim.Kernel.Services;
using TeeSim.Kernel.TrustedApplications;

namespace TeeSim.Kernel;

/// <summary>
/// How a call gets in: its arguments, the memory that it passes, and what becomes of a core that stops or a thread that waits for ever.
/// </summary>
internal sealed partial class SecureWorld<TWord>
{
    // Where the normal world puts a call's arguments: a page of the shared memory reserved at boot.
    private const ulong ArgumentSize = 0x1000;

    private const int CallMicroseconds = 1000;

    private static readonly CommandRequest Plain = new();

    private Action? _duringNextLoad;
    private Action? _afterLoad;

    public override void DuringNextLoad(Action? call) => (_duringNextLoad, _afterLoad) = (call, null);

    // What the TA does is in the call itself, but for a panic in its stead.
    private static CommandRequest Order(uint? panicCode) =>
        panicCode is { } code ? new CommandRequest { Reply = new TaReply(TeeResult.SUCCESS, code) } : Plain;

    private TeeOutcome InTa(string process, uint session, CommandRequest request, Func<ulong, TeeOutcome> body) =>
        Enter(process, session, () => WithMemory(request.SharedMemory, request.SdpBuffers, request.TempBuffers, memory =>
            _tas.Invoke(_tas.NormalWorldSessions, session, request, fromTa: false, memory,
                pseudoTa =>
                    pseudoTa is null ? body(_core.StaticVariables.TsdCtx.Value) : InPseudoTa(memory, () => pseudoTa.Invoke(request)))));

    /// <summary>A pseudo TA sees what is passed at the core's own addresses.</summary>
    private TeeOutcome InPseudoTa(CallMemory memory, Func<TeeOutcome> body)
    {
        TeeResult mapped = memory.MapIntoCore(Mobjs);
        if (mapped != TeeResult.SUCCESS) return TeeOutcome.Of(mapped);
        TeeOutcome outcome = body();
        memory.UnmapFromCore(Mobjs);
        return outcome;
    }

    private TeeOutcome WithMemory(
        IReadOnlyList<ulong> cookies, IReadOnlyList<AddressRange> sdpBuffers, IReadOnlyList<ulong> tempBuffers,
        Func<CallMemory, TeeOutcome> call)
    {
        if (!GetMemory(cookies, sdpBuffers, tempBuffers, out CallMemory memory))
        {
            PutMemory(memory);
            return TeeOutcome.Error(TeeResult.BAD_PARAMETERS);
        }

        TeeOutcome outcome = call(memory);
        PutMemory(memory);
        return outcome;
    }

    private TeeOutcome Enter(string process, uint session, Func<TeeOutcome> call) => Enter(process, session, call, hasArguments: true);

    private TeeOutcome Enter(string process, uint session, Func<TeeOutcome> call, bool hasArguments)
    {
        if (_panic is not null) return TeeOutcome.Stopped(_panic);
        TeeOutcome outcome = OnThread(process, session, call, hasArguments);
        if (_afterLoad is not { } calls) return outcome;
        _afterLoad = null;
        calls();
        return outcome;
    }

    /// <summary>A call from the normal world (<c>entry_std.c</c>): as long as it lasts, an object stands for its arguments.</summary>
    private TeeOutcome WithArguments(Func<TeeOutcome> call)
    {
        using KernelStack.Frame frame = _core.Stack.Enter("tee_entry_std");
        ulong argument = Mobjs.MobjShmAlloc(Options.Profile.Boot.NsecShm.Start, ArgumentSize, 0);
        if (argument == 0) return TeeOutcome.Error(TeeResult.COMMUNICATION);
        TeeOutcome outcome = call();
        Mobjs.MobjPut(argument);
        return outcome;
    }

    private TeeOutcome OnThread(string process, uint session, Func<TeeOutcome> call, bool hasArguments)
    {
        _calls++;
        _microseconds += CallMicroseconds;
        Events.Stamp = new EventStamp(_microseconds, process, session, _calls);
        Events.Publish(TeeEventKind.CallEntered, 0, 0, session);
        (TWord interrupted, TWord interruptedSession) = (_core.StaticVariables.TsdCtx, _core.StaticVariables.TsdSession);
        uint level = _tas.SingleInstanceLevel;
        try
        {
            TeeOutcome outcome = hasArguments ? WithArguments(call) : call();
            Events.Publish(TeeEventKind.CallLeft, 0, 0, (ulong)outcome.Result);
            return outcome;
        }
        catch (CorePanicException panic) when (PrintPanic(panic))
        {
            _panic = panic;
            Events.Publish(TeeEventKind.Panicked, panic.Address);
            return TeeOutcome.Stopped(panic);
        }
        catch (CallHangsException hang)
        {
            // The thread is lost with all that it holds; another one goes on.
            (_core.StaticVariables.TsdCtx, _core.StaticVariables.TsdSession) = (interrupted, interruptedSession);
            _tas.LoseThread(level);
            return TeeOutcome.Hangs(hang.Message);
        }
    }

    /// <summary>While the normal world reads a file, other calls can come in, on another thread.</summary>
    private void CallsWhileWaiting()
    {
        if (_duringNextLoad is not { } calls) return;
        _duringNextLoad = null;
        if (Options.Profile.Tas.OpenersWaitForLoading)
        {
            // Those that open the same TA wait until it is there. One call at a time: all wait.
            _afterLoad = calls;
            return;
        }

        EventStamp interrupted = Events.Stamp;
        (TWord context, TWord session) = (_core.StaticVariables.TsdCtx, _core.StaticVariables.TsdSession);
        _core.StaticVariables.TsdCtx = _core.StaticVariables.TsdSession = TWord.From(0UL);
        calls();
        (_core.StaticVariables.TsdCtx, _core.StaticVariables.TsdSession) = (context, session);
        Events.Stamp = interrupted with { Microseconds = _microseconds };
    }

    // A filter runs before the stack is unwound, so that the stack can be printed.
    private bool PrintPanic(CorePanicException panic)
    {
        if (!_core.Log.IsOn(TraceLevel.Error)) return true;
        _core.Log.Write(TraceLevel.Error, null, panic.Kind switch
        {
            CorePanicKind.Assertion => $"assertion '{panic.What}' failed at {panic.Site}",
            CorePanicKind.Panic => $"Panic '{panic.What}' at {panic.Site}",
            CorePanicKind.DataAbort => $"Core data-abort at address 0x{panic.Address:x}",
            _ => panic.Message,
        });
        if (panic.Kind != CorePanicKind.Hang) _core.Stack.Print(_core.Log, ["print_kernel_stack", "__do_panic"], underLock: false);
        return true;
    }
}
