using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Logging;
using TeeSim.Core.Panics;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.NormalWorld;
using TeeSim.Kernel.Services;
using TeeSim.Kernel.TrustedApplications;

namespace TeeSim.Kernel;

internal sealed partial class SecureWorld<TWord>
{
    // Where the normal world puts a call's arguments: a page of the shared memory reserved at boot.
    private const ulong ArgumentSize = 0x1000;

    private static readonly CommandRequest Plain = new();

    private const int CallMicroseconds = 1000;

    private Action? _duringNextLoad;
    private Action? _afterLoad;

    public override TeeOutcome OpenSession(string process, OpenSessionRequest request) => Enter(process, 0, () =>
    {
        TeeOutcome outcome = WithMemory(request.SharedMemory, request.SdpBuffers, [], memory =>
        {
            TeeResult result = _tas.OpenSession(_tas.NormalWorldSessions, request, memory, out uint id);
            return TeeOutcome.Of(result, id);
        });
        if (outcome.IsSuccess) _normalWorld = _normalWorld with { Sessions = _normalWorld.Sessions.Add(new ClientSession(process, (uint)outcome.Value, request.Client)) };
        return outcome;
    });

    public override TeeOutcome OpenSessionFromTa(string process, uint session, OpenSessionRequest request) => InTa(process, session, new CommandRequest(), ctx =>
    {
        TeeResult result = _tas.OpenSessionFromTa(ctx, request, out uint id);
        return TeeOutcome.Of(result, id);
    });

    public override TeeOutcome CloseSessionFromTa(string process, uint session, uint id, uint? panicCode = null) =>
        InTa(process, session, Order(panicCode), ctx => TeeOutcome.Of(_tas.CloseSessionFromTa(ctx, id)));

    public override TeeOutcome CloseSession(string process, uint session, CommandRequest request) => Enter(process, session, () =>
    {
        TeeResult result = _tas.CloseSession(_tas.NormalWorldSessions, session, request.Client, fromTa: false, request.Reply);
        if (result == TeeResult.SUCCESS) _normalWorld = _normalWorld with { Sessions = _normalWorld.Sessions.RemoveAll(s => s.Id == session) };
        return TeeOutcome.Of(result);
    });

    public override TeeOutcome Invoke(string process, uint session, EntryPoint entry, EntryArguments arguments, uint? panicCode = null)
    {
        CommandRequest request = Order(panicCode);
        return Enter(process, session, () => WithMemory(arguments.Buffers(), [], [], memory =>
            _tas.Invoke(_tas.NormalWorldSessions, session, request, fromTa: false, memory, pseudoTa => pseudoTa switch
            {
                null => Run(entry, arguments),
                DriverPseudoTa => InPseudoTa(memory, () => Run(entry, arguments)),
                _ => TeeOutcome.Error(TeeResult.BAD_PARAMETERS),
            })));
    }

    private TeeOutcome Run(EntryPoint entry, EntryArguments arguments)
    {
        EntryOutcome outcome = Driver.Enter(entry, arguments);
        return TeeOutcome.Of(outcome.Result, outcome.Value);
    }

    public override TeeOutcome Invoke(string process, uint session, CommandRequest request) =>
        InTa(process, session, request, _ => TeeOutcome.Of(request.Reply.Result));

    public override TeeOutcome MapZi(string process, uint session, ulong size, uint? panicCode = null) => InTa(process, session, Order(panicCode), ctx =>
    {
        ulong va = 0;
        TeeResult result = _loaderRequests.MapZi(_core.UserModeCtxOf(ctx), ref va, size, 0, 0);
        return TeeOutcome.Of(result, result == TeeResult.SUCCESS ? va : 0);
    });

    public override TeeOutcome Remap(string process, uint session, ulong va, ulong size, ulong to, uint? panicCode = null) => InTa(process, session, Order(panicCode), ctx =>
    {
        TeeResult result = _loaderRequests.Remap(_core.UserModeCtxOf(ctx), va, ref to, size);
        return TeeOutcome.Of(result, result == TeeResult.SUCCESS ? to : 0);
    });

    public override TeeOutcome UnmapZi(string process, uint session, ulong va, ulong size, uint? panicCode = null) => InTa(process, session, Order(panicCode), ctx =>
        TeeOutcome.Of(_loaderRequests.Unmap(_core.UserModeCtxOf(ctx), va, size)));

    public override void DuringNextLoad(Action? call) => (_duringNextLoad, _afterLoad) = (call, null);

    public override TeeOutcome MdbgCheck(string process, bool print) => EnterDebugging(process, () =>
    {
        if (print) Heap.PrintMdbgCheck();
        else Heap.MdbgCheck();
        return TeeOutcome.Success();
    });

    public override TeeOutcome PrintMappings(string process, Guid ta) => EnterDebugging(process, () =>
    {
        ulong context = ContextOf(ta).UserModeCtx;
        if (context == 0) return TeeOutcome.Error(TeeResult.ITEM_NOT_FOUND);
        Mmu.PrintMappings(context);
        return TeeOutcome.Success();
    });

    public override TeeOutcome PrintTaStatus(string process, Guid ta) => EnterDebugging(process, () =>
    {
        ulong context = ContextOf(ta).Address;
        if (context == 0) return TeeOutcome.Error(TeeResult.ITEM_NOT_FOUND);
        _tas.PrintStatus(context + _core.UserTaLayout.Ctx);
        return TeeOutcome.Success();
    });

    public override void Sleep(TimeSpan time) => _microseconds += time.Ticks / TimeSpan.TicksPerMicrosecond;

    public override WorldSnapshot Snapshot() => new(Memory.Snapshot(), _microseconds, _calls, _panic) { NormalWorld = _normalWorld };

    public override void Restore(WorldSnapshot snapshot)
    {
        Memory.Restore(snapshot.Memory);
        HostState = new HostState(snapshot.Microseconds, snapshot.Calls, snapshot.Panic, snapshot.NormalWorld);
    }

    internal override HostState HostState
    {
        get => new(_microseconds, _calls, _panic, _normalWorld);
        set
        {
            (_microseconds, _calls, _panic, _normalWorld) = (value.Microseconds, value.Calls, value.Panic, value.NormalWorld);
            _duringNextLoad = _afterLoad = null;
        }
    }

    private TaContext ContextOf(Guid ta) => Contexts.FirstOrDefault(c => c.Uuid == ta);

    // What the TA does is in the call itself, but for a panic in its stead.
    private static CommandRequest Order(uint? panicCode) => panicCode is { } code ? new CommandRequest { Reply = new TaReply(TeeResult.SUCCESS, code) } : Plain;

    private TeeOutcome InTa(string process, uint session, CommandRequest request, Func<ulong, TeeOutcome> body) =>
        Enter(process, session, () => WithMemory(request.SharedMemory, request.SdpBuffers, request.TempBuffers, memory =>
            _tas.Invoke(_tas.NormalWorldSessions, session, request, fromTa: false, memory,
                pseudoTa => pseudoTa is null ? body(_core.StaticVariables.TsdCtx.Value) : InPseudoTa(memory, () => pseudoTa.Invoke(request)))));

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
        IReadOnlyList<ulong> cookies, IReadOnlyList<AddressRange> sdpBuffers, IReadOnlyList<ulong> tempBuffers, Func<CallMemory, TeeOutcome> call)
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

    // What a developer has built in to look at the core is no call with arguments.
    private TeeOutcome EnterDebugging(string process, Func<TeeOutcome> call) => Enter(process, 0, call, hasArguments: false);

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
