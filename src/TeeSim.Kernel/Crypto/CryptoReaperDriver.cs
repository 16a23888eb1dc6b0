using TeeSim.Core.Words;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Crypto;

/// <summary>
/// Idea: as <see cref="CryptoDriver{TWord}"/>, and the end of a session frees what was allocated through it; the end of a TA's context,
/// which its sessions may not be told of, what was allocated in it. Right in every order of calls and of deaths.
/// </summary>
internal sealed class CryptoReaperDriver<TWord>(ITeeCore core) : CryptoDriver<TWord>(core) where TWord : unmanaged, IWord<TWord>
{
    public override void SessionEnds(ulong context, ulong session) => Reap(state => State(state).Session.Value == session);

    public override void ContextEnds(ulong context) => Reap(state => State(state).Context.Value == context);
}
