using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.NormalWorld;
using TeeSim.Kernel.TrustedApplications;

namespace TeeSim.Kernel;

/// <summary>Sessions, commands, and what TAs do during one.</summary>
internal sealed partial class SecureWorld<TWord>
{
    public override TeeOutcome OpenSession(string process, OpenSessionRequest request) => Enter(process, 0, () =>
    {
        TeeOutcome outcome = WithMemory(request.SharedMemory, request.SdpBuffers, [], memory =>
        {
            TeeResult result = _tas.OpenSession(_tas.NormalWorldSessions, request, memory, out uint id);
            return TeeOutcome.Of(result, id);
        });
        if (outcome.IsSuccess)
        {
            _normalWorld = _normalWorld with
            {
                Sessions = _normalWorld.Sessions.Add(new ClientSession(ThreadName.ProcessOf(process), (uint)outcome.Value, request.Client)),
            };
        }
        return outcome;
    });

    public override TeeOutcome OpenSessionFromTa(string process, uint session, OpenSessionRequest request) =>
        InTa(process, session, new CommandRequest(), ctx =>
        {
            TeeResult result = _tas.OpenSessionFromTa(ctx, request, out uint id);
            return TeeOutcome.Of(result, id);
        });

    public override TeeOutcome CloseSessionFromTa(string process, uint session, uint id, uint? panicCode = null) =>
        InTa(process, session, Order(panicCode), ctx => TeeOutcome.Of(_tas.CloseSessionFromTa(ctx, id)));

    public override TeeOutcome CloseSession(string process, uint session, CommandRequest request) => Enter(process, session, () =>
    {
        TeeResult result = _tas.CloseSession(_tas.NormalWorldSessions, session, request.Client, fromTa: false, request.Reply);
        if (result == TeeResult.SUCCESS)
            _normalWorld = _normalWorld with { Sessions = _normalWorld.Sessions.RemoveAll(s => s.Id == session) };
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

    public override TeeOutcome MapZi(string process, uint session, ulong size, uint? panicCode = null) =>
        InTa(process, session, Order(panicCode), ctx =>
        {
            ulong va = 0;
            TeeResult result = _loaderRequests.MapZi(_core.UserModeCtxOf(ctx), ref va, size, 0, 0);
            return TeeOutcome.Of(result, result == TeeResult.SUCCESS ? va : 0);
        });

    public override TeeOutcome Remap(string process, uint session, ulong va, ulong size, ulong to, uint? panicCode = null) =>
        InTa(process, session, Order(panicCode), ctx =>
        {
            TeeResult result = _loaderRequests.Remap(_core.UserModeCtxOf(ctx), va, ref to, size);
            return TeeOutcome.Of(result, result == TeeResult.SUCCESS ? to : 0);
        });

    public override TeeOutcome UnmapZi(string process, uint session, ulong va, ulong size, uint? panicCode = null) =>
        InTa(process, session, Order(panicCode), ctx =>
            TeeOutcome.Of(_loaderRequests.Unmap(_core.UserModeCtxOf(ctx), va, size)));

    public override void Sleep(TimeSpan time) => _microseconds += time.Ticks / TimeSpan.TicksPerMicrosecond;
}
