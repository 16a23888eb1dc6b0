using TeeSim.Core;
using TeeSim.Kernel.Statistics;
using TeeSim.Kernel.TrustedApplications;

namespace TeeSim.Kernel;

/// <summary>
/// What <c>xtest --stats --alloc</c> does: a session with the statistics PTA, the command without a buffer, then with one.
/// </summary>
internal sealed partial class SecureWorld<TWord>
{
    private readonly StatsPta _stats;

    public override TeeOutcome AllocStats(string process, uint pool, bool reset, out string text)
    {
        text = "";
        TeeOutcome outcome = OpenSession(process, StatsPta.Uuid);
        if (!outcome.IsSuccess) return outcome;
        uint session = (uint)outcome.Value;
        byte[] buffer = [];
        outcome = InvokeStats(process, session, pool, reset: false, cookies: [], buffer);
        if (outcome.Result == TeeResult.SHORT_BUFFER)
        {
            // From calloc: what the PTA does not write is zero.
            buffer = new byte[outcome.Value];
            TeeOutcome shared = RegisterShm(process, (ulong)buffer.Length);
            outcome = shared.IsSuccess ? InvokeStats(process, session, pool, reset, [shared.Value], buffer) : shared;
            if (shared.IsSuccess && outcome.Panic is null) ReleaseShm(process, shared.Value);
        }

        if (outcome.Panic is null) CloseSession(process, session);
        if (outcome.IsSuccess) text = XtestStats.Print(buffer, _stats.Options);
        return outcome with { Value = 0 };
    }

    private TeeOutcome InvokeStats(string process, uint session, uint pool, bool reset, IReadOnlyList<ulong> cookies, byte[] buffer) =>
        Enter(process, session, () =>
            WithMemory(cookies, [], [], memory =>
                _tas.Invoke(_tas.NormalWorldSessions, session, new CommandRequest(), fromTa: false, memory, _ => InPseudoTa(memory, () =>
                {
                    TeeResult result = _stats.GetAllocStats(pool, reset, buffer, out int size);
                    return TeeOutcome.Of(result, (ulong)size);
                }))));
}
