using System.Runtime.CompilerServices;
using TeeSim.Core.Lists;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel.Structs;

/// <summary>A TA context (<c>struct tee_ta_ctx</c> 3.10.0): 56 bytes on ILP32, 80 on LP64.</summary>
internal struct TeeTaCtx<TWord> where TWord : unmanaged, IWord<TWord>
{
    public Guid Uuid;
    public TWord Ops;
    public uint Flags;
    public TailQueueEntry<TWord> Link;
    public uint Panicked;
    public uint PanicCode;

    /// <summary>Sessions on this context.</summary>
    public uint RefCount;

    public byte Busy;
    public byte Initializing;
    public CondVar<TWord> BusyCv;

    public static int LinkOffset
    {
        get
        {
            TeeTaCtx<TWord> ctx = default;
            return FieldOffset.Of(ref ctx, ref ctx.Link);
        }
    }
}

/// <summary>The part of <c>struct user_ta_ctx</c> (3.10.0) in front of its <c>user_mode_ctx</c>: 60 bytes on ILP32, 120 on LP64.</summary>
internal struct UserTaCtxHead<TWord> where TWord : unmanaged, IWord<TWord>
{
    public TWord EntryFunc;
    public TWord DumpEntryFunc;
    public TWord DlEntryFunc;
    public TWord LdelfStackPtr;
    public byte Is32Bit;
    public byte IsInitializing;

    /// <summary>The sessions that the TA itself has opened; the first of <see cref="Lists"/> lists.</summary>
    public TailQueueHead<TWord> OpenSessions;
    public TailQueueHead<TWord> CrypStates;
    public TailQueueHead<TWord> Objects;
    public TailQueueHead<TWord> StorageEnums;
    public TWord StackPtr;
    public TWord TaTimeOffs;

    /// <summary>How many list heads there are.</summary>
    public const int Lists = 4;
}

/// <summary>
/// Where things lie in a <c>user_ta_ctx</c> (3.10.0): 132 bytes on ILP32, 408 with saved VFP registers, 760 on LP64. The
/// <c>user_mode_ctx</c> starts with the <c>vm_info</c> and ends with the <c>tee_ta_ctx</c>; what is between, and what later
/// releases added, is never looked at.
/// </summary>
internal readonly struct UserTaLayout<TWord> where TWord : unmanaged, IWord<TWord>
{
    public UserTaLayout(StructOptions structs)
    {
        // The register file is 8-byte aligned: 272 bytes on ARMv7, 528 on ARMv8.
        ulong alignment = structs.Vfp ? sizeof(ulong) : (ulong)TWord.Size;
        ulong vfp = structs.Vfp ? (TWord.Size == Word32.Size ? 272UL : 528UL) : 0;
        UserModeCtx = Align.Up((ulong)Unsafe.SizeOf<UserTaCtxHead<TWord>>(), alignment);
        ulong areas = UserModeCtx + (ulong)TeeMmu.VmInfoSize(TWord.Size == Word32.Size ? Abi.Ilp32 : Abi.Lp64);
        Ctx = Align.Up(areas + (ulong)TWord.Size, alignment) + vfp;
        Size = Align.Up(Ctx + (ulong)(Unsafe.SizeOf<TeeTaCtx<TWord>>() + structs.UserTaCtxAdded.Bytes(TWord.Size)), alignment);
    }

    /// <summary>Offset in bytes of the <c>user_mode_ctx</c>, so of its <c>vm_info</c>.</summary>
    public ulong UserModeCtx { get; }

    /// <summary>Offset in bytes of the <c>tee_ta_ctx</c>.</summary>
    public ulong Ctx { get; }

    /// <summary>Bytes of the whole.</summary>
    public ulong Size { get; }
}
