using System.Runtime.CompilerServices;
using TeeSim.Core.Words;

namespace TeeSim.Kernel.Loading;

/// <summary>The binaries that a TA's loader has open (<c>struct system_ctx</c> 3.10.0): 12 bytes on ILP32, 24 on LP64.</summary>
internal struct SystemCtx<TWord> where TWord : unmanaged, IWord<TWord>
{
    /// <summary>The handle table: address of an array of pointers.</summary>
    public TWord Handles;

    /// <summary>How many pointers the array has.</summary>
    public TWord MaxHandles;

    /// <summary>Address of the store's table of functions.</summary>
    public TWord StoreOp;
}

/// <summary>An open TA binary (<c>struct bin_handle</c> 3.10.0): 20 bytes on ILP32, 40 on LP64.</summary>
internal struct BinHandle<TWord> where TWord : unmanaged, IWord<TWord>
{
    public TWord Op;

    /// <summary>The store's handle.</summary>
    public TWord Handle;

    /// <summary>What read-only mappings of the same binary share.</summary>
    public TWord File;

    /// <summary>Bytes that have been read.</summary>
    public TWord Offset;

    /// <summary>Bytes of the binary.</summary>
    public TWord Size;
}

/// <summary>
/// A binary in the REE file system (<c>struct ree_fs_ta_handle</c>): 36 bytes on ILP32, 72 on LP64. The model keeps the two words that own
/// something; what the others hold is of no consequence.
/// </summary>
internal struct ReeFsTaHandle<TWord> where TWord : unmanaged, IWord<TWord>
{
    /// <summary>Address of the payload's memory object.</summary>
    public TWord Mobj;

    /// <summary>Address of the copy of the signed header.</summary>
    public TWord SignedHeader;

    /// <summary>The file, its hash, how far it has been read.</summary>
    public SevenWords<TWord> Rest;
}

/// <summary>A binary that was copied into the TA RAM first (<c>struct buf_ree_fs_ta_handle</c>): 28 bytes on ILP32, 56 on LP64.</summary>
internal struct BufferedTaHandle<TWord> where TWord : unmanaged, IWord<TWord>
{
    /// <summary>The handle that it is copied from, while that is open.</summary>
    public TWord Handle;

    /// <summary>Address of its tag, 32 bytes.</summary>
    public TWord Tag;

    /// <summary>The page pool's entry of the copy.</summary>
    public TWord Image;

    /// <summary>How far it has been read, and the like.</summary>
    public FourWords<TWord> Rest;
}

/// <summary>Words that take room in a struct and are never looked at.</summary>
[InlineArray(7)]
internal struct SevenWords<TWord> where TWord : unmanaged, IWord<TWord>
{
    private TWord _first;
}

/// <summary>Words that take room in a struct and are never looked at.</summary>
[InlineArray(4)]
internal struct FourWords<TWord> where TWord : unmanaged, IWord<TWord>
{
    private TWord _first;
}
