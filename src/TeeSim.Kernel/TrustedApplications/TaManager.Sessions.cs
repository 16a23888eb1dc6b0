using TeeSim.Core;
using TeeSim.Core.Lists;
using TeeSim.Core.Panics;
using TeeSim.Kernel.Services;
using TeeSim.Kernel.Structs;

namespace TeeSim.Kernel.TrustedApplications;

/// <summary>The session structs: their numbers, references and locks.</summary>
internal sealed partial class TaManager<TWord>
{
    // The only thread that the model runs, none, and any that waits for ever.
    private const short ThisThread = 0;
    private const short NoThread = -1;
    private const short LostThread = 1;

    private static readonly SourceSite PutSessionSite = new("core/kernel/tee_ta_manager.c", 0, "tee_ta_put_session");

    /// <summary>Makes a session and puts it into a list; the reference that it starts with is the caller's.</summary>
    /// <returns>Its address, or 0.</returns>
    private ulong NewSession(ulong list)
    {
        ulong session = _core.Heap.Calloc(1, _sessionLayout.Size, _sessionSite);
        if (session == 0) return 0;
        ref TeeTaSession<TWord> s = ref Session(session);
        s.CancelMask = 1;
        SetLockThread(session, _options.OpenerHoldsSessionLock ? ThisThread : NoThread);
        s.RefCount = 1;
        s.Id = NewId(list);
        Sessions(list).InsertTail(session);
        return session;
    }

    // One more than that of the last in the list; 0 and ids in use are passed over.
    private uint NewId(ulong list)
    {
        if (Sessions(list).First == 0) return 1;
        uint id = Session(Sessions(list).Last).Id + 1;
        while (id == 0 || FindSession(list, id) != 0) id++;
        return id;
    }

    /// <summary>The session of a number (<c>tee_ta_find_session</c>), or 0. One that is being closed still counts.</summary>
    public ulong FindSession(ulong list, uint id)
    {
        TailQueueWalk<TWord> walk = Sessionwise(list);
        ulong session = walk.First;
        while (session != 0 && Session(session).Id != id) session = walk.Next(session);
        return session;
    }

    /// <summary>The <c>tee_ta_ctx</c> of a session, or 0: nothing is locked or changed.</summary>
    public ulong ContextOfSession(ulong list, uint id) => FindSession(list, id) is not 0 and var session ? Session(session).Ctx.Value : 0;

    /// <summary>Takes a reference and the lock of a session (<c>tee_ta_get_session</c>, exclusive).</summary>
    /// <returns>The session, or 0 when there is none or it is being closed.</returns>
    private ulong GetSession(ulong list, uint id)
    {
        ulong session = FindSession(list, id);
        if (session == 0 || Unlinked(session) != 0) return 0;
        if (LockThread(session) != NoThread)
            throw new CallHangsException("tee_ta_get_session", "the session is locked by a call that has not returned");
        Session(session).RefCount++;
        SetLockThread(session, ThisThread);
        return session;
    }

    /// <summary>Gives the reference and the lock back (<c>tee_ta_put_session</c>).</summary>
    private void PutSession(ulong session)
    {
        SetLockThread(session, NoThread);
        if (Session(session).RefCount == 0)
            throw new CorePanicException(CorePanicKind.Assertion, "s->ref_count > 0", PutSessionSite, session);
        Session(session).RefCount--;
    }

    /// <summary>
    /// Takes a session out of its list and frees it (<c>destroy_session</c>). Waits until the caller's is the only reference: with another
    /// one, which nobody will drop, for ever.
    /// </summary>
    private void DestroySession(ulong list, ulong session)
    {
        Unlinked(session) = 1;
        if (Session(session).RefCount != 1)
        {
            throw new CallHangsException(
                "tee_ta_unlink_session", $"the session has {Session(session).RefCount} references, and only one of them will be dropped");
        }
        Sessions(list).Remove(session);
        _core.Heap.Free(session);
    }

    /// <summary>Whether a client may use a session (<c>check_client</c>).</summary>
    /// <param name="session">The session.</param>
    /// <param name="client">Who asks; null for the kernel itself.</param>
    /// <param name="fromTa">Whether a TA asks.</param>
    private bool CheckClient(ulong session, ClientIdentity? client, bool fromTa)
    {
        if (client is not { } asking) return true;
        ref TeeTaSession<TWord> s = ref Session(session);
        if (!fromTa && ClientIdentities.IsTrustedApp(s.ClientLogin))
        {
            Debug(null, "nsec tries to hijack TA session");
            return false;
        }

        if (s.ClientLogin == asking.Login && s.ClientUuid == asking.Uuid) return true;
        Debug(null, "client id mismatch");
        return false;
    }

    private int LockThread(ulong session)
    {
        ulong field = session + _sessionLayout.LockThreadOffset;
        return _sessionLayout.LockThreadIsInt ? Memory.Read<int>(field) : Memory.Read<short>(field);
    }

    private void SetLockThread(ulong session, short thread)
    {
        ulong field = session + _sessionLayout.LockThreadOffset;
        if (_sessionLayout.LockThreadIsInt) Memory.Write<int>(field) = thread;
        else Memory.Write<short>(field) = thread;
    }

    private ref byte Unlinked(ulong session) => ref Memory.Write<byte>(session + _sessionLayout.UnlinkOffset);
}
