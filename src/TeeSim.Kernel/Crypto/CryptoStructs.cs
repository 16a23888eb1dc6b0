using System.Runtime.InteropServices;
using TeeSim.Core.Lists;
using TeeSim.Core.Words;

namespace TeeSim.Kernel.Crypto;

/// <summary>
/// An operation (<c>struct crypto_pta_state</c>, made up after <c>tee_cryp_state</c> of <c>tee_svc_cryp.c</c>): 36 bytes on ILP32.
/// Equation: Ctx is a buffer of CtxSize bytes of its own.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CryptoState<TWord> where TWord : unmanaged, IWord<TWord>
{
    public TailQueueEntry<TWord> Link;
    public uint Id;

    /// <summary>How often it was fed.</summary>
    public uint Updates;

    /// <summary>The <c>tee_ta_session</c> that it was allocated through.</summary>
    public TWord Session;

    /// <summary>The <c>user_mode_ctx</c> that it was allocated in; 0 in the pseudo TA.</summary>
    public TWord Context;

    public TWord CtxSize;
    public TWord Ctx;

    /// <summary>How many bytes it was fed.</summary>
    public TWord Done;
}
