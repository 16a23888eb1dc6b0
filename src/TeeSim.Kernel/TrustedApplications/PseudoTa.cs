using TeeSim.Core;

namespace TeeSim.Kernel.TrustedApplications;

/// <summary>A TA that is part of the core (<c>pseudo_ta.c</c>). Its context, once opened, stays for ever.</summary>
internal abstract class PseudoTa
{
    /// <summary>What log lines call it.</summary>
    public abstract string Name { get; }

    /// <summary>Its UUID.</summary>
    public abstract Guid Uuid { get; }

    /// <summary>Whether several calls can be in it at once.</summary>
    public virtual bool IsConcurrent => false;

    /// <summary>Its open entry.</summary>
    /// <param name="callerCtx">The <c>tee_ta_ctx</c> of the user TA that opens, or 0 for the normal world.</param>
    /// <param name="userCtx">What the session is to remember (<c>user_ctx</c>).</param>
    public virtual TeeResult Open(ulong callerCtx, out ulong userCtx)
    {
        userCtx = 0;
        return TeeResult.SUCCESS;
    }

    /// <summary>Its command entry.</summary>
    public virtual TeeOutcome Invoke(CommandRequest request) => TeeOutcome.Of(request.Reply.Result);

    /// <summary>Its close entry; also called, with 0, when the open entry failed.</summary>
    public virtual void Close(ulong userCtx)
    {
        // Most have nothing to give back.
    }
}
