using TeeSim.Core;
using TeeSim.Core.Words;
using TeeSim.Kernel.NormalWorld;
using TeeSim.Kernel.Services;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Mmu;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel;

/// <summary>Memory that both worlds see, and what a process leaves behind when it dies.</summary>
internal sealed partial class SecureWorld<TWord>
{
    private NormalWorldState _normalWorld = NormalWorldState.Initial;

    public override TeeOutcome RegisterShm(string process, ulong size) => Enter(process, 0, () =>
    {
        using Core.Logging.KernelStack.Frame frame = _core.Stack.Enter("cmd_register_shm");
        ulong mobj = NewRegShm(size, out ulong cookie);
        if (mobj == 0) return TeeOutcome.Error(TeeResult.OUT_OF_MEMORY);
        Mobjs.MobjRegShmUnguard(mobj);
        _normalWorld =
            _normalWorld with { Buffers = _normalWorld.Buffers.Add(new SharedBuffer(ThreadName.ProcessOf(process), cookie, size)) };
        return TeeOutcome.Success(cookie);
    });

    public override TeeOutcome ReleaseShm(string process, ulong cookie) => Enter(process, 0, () =>
    {
        using Core.Logging.KernelStack.Frame frame = _core.Stack.Enter("cmd_unregister_shm");
        TeeResult result = Mobjs.MobjRegShmReleaseByCookie(cookie);
        if (result == TeeResult.SUCCESS)
            _normalWorld = _normalWorld with { Buffers = _normalWorld.Buffers.RemoveAll(b => b.Cookie == cookie) };
        return TeeOutcome.Of(result);
    });

    public override TeeOutcome KillProcess(string process)
    {
        string owner = ThreadName.ProcessOf(process);
        TeeOutcome last = TeeOutcome.Success();
        foreach (ClientSession session in _normalWorld.Sessions)
        {
            if (session.Process == owner && Returned(last))
                last = CloseSession(process, session.Id, new CommandRequest { Client = session.Client });
        }

        foreach (SharedBuffer buffer in _normalWorld.Buffers)
        {
            if (buffer.Process == owner && Returned(last)) last = ReleaseShm(process, buffer.Cookie);
        }

        if (!Returned(last)) return last;
        // The kernel's driver forgets them whatever the answer was (optee_release), so what the core has
        // refused to close stays open for ever.
        _normalWorld = _normalWorld with
        {
            Sessions = _normalWorld.Sessions.RemoveAll(s => s.Process == owner),
            Buffers = _normalWorld.Buffers.RemoveAll(b => b.Process == owner),
        };
        return TeeOutcome.Success();

        // A process that waits for ever inside of a call gives nothing more back.
        static bool Returned(TeeOutcome outcome) => outcome.Panic is null && outcome.Hang is null;
    }

    // Whole pages of ordinary RAM that nobody has yet. The list of them comes in shared memory; the core copies it before it believes it.
    private ulong NewRegShm(ulong size, out ulong cookie)
    {
        ulong pages = Align.Up(size, Pages.SmallPageSize) / Pages.SmallPageSize;
        cookie = _normalWorld.NextPage;
        ulong copy =
            Heap.Malloc(pages * (ulong)(Options.Profile.PhysicalAddressBits / 8), _core.Strings.Site(Options.Profile.Sites.MsgParamPages));
        if (copy == 0) return 0;
        ulong mobj = Mobjs.MobjRegShmAlloc(PageList.From(cookie, pages), 0, cookie);
        Heap.Free(copy);
        if (mobj != 0) _normalWorld = _normalWorld with { NextPage = cookie + pages * Pages.SmallPageSize };
        return mobj;
    }

    /// <summary>The memory objects of what a call passes; each reference is given back by <see cref="PutMemory"/>.</summary>
    /// <returns>False when a cookie is not that of registered memory, or a range not secure video memory.</returns>
    private bool GetMemory(
        IReadOnlyList<ulong> cookies, IReadOnlyList<AddressRange> sdpBuffers, IReadOnlyList<ulong> tempBuffers, out CallMemory memory)
    {
        memory = CallMemory.None;
        if (cookies.Count == 0 && sdpBuffers.Count == 0 && tempBuffers.Count == 0) return true;
        var references = new List<ParamMem>();
        bool found = true;
        foreach (ulong cookie in cookies)
        {
            ulong mobj = Mobjs.MobjRegShmGetByCookie(cookie);
            found &= mobj != 0;
            if (mobj != 0) references.Add(new ParamMem(mobj, 0, Mobjs.Size(mobj)));
        }

        AddressRange pool = Options.Profile.Boot.Vdec;
        foreach (AddressRange buffer in sdpBuffers)
        {
            bool inside = pool.Contains(buffer.Start, buffer.Size);
            found &= inside;
            if (inside)
                references.Add(new ParamMem(Mobjs.MobjGet(_core.StaticVariables.SdpMobj.Value), buffer.Start - pool.Start, buffer.Size));
        }

        foreach (ulong size in tempBuffers)
        {
            ulong mobj = NewTempBuffer(size);
            found &= mobj != 0;
            if (mobj != 0) references.Add(new ParamMem(mobj, 0, Mobjs.Size(mobj)));
        }

        if (references.Count > 0) memory = new CallMemory([.. references], sdpBuffers.Count > 0);
        return found;
    }

    // A buffer that is not contiguous and not registered gets an object for the one call. The cleanup compares the attribute with its flags
    // and so never takes this reference for what it is; and as the object stays guarded, no cookie releases it. Two references: one is put
    // as all are, the other is forgotten.
    private ulong NewTempBuffer(ulong size) => Mobjs.MobjGet(NewRegShm(size, out _));

    private void PutMemory(CallMemory memory)
    {
        foreach (ParamMem reference in memory.References) Mobjs.MobjPut(reference.Mobj);
    }
}
