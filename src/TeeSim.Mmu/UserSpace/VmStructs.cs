using System.Runtime.CompilerServices;
using TeeSim.Core.Lists;
using TeeSim.Core.Words;

namespace TeeSim.Mmu.UserSpace;

/// <summary>
/// A mapped range of a context (<c>struct vm_region</c> 3.10.0): 28 bytes on ILP32, 56 on LP64. Equations: Va and Size are multiples of a
/// page; the list is sorted by Va and disjoint; each region holds one reference of its object.
/// </summary>
internal struct VmRegion<TWord> where TWord : unmanaged, IWord<TWord>
{
    public TWord Mobj;
    public TWord Offset;
    public TWord Va;
    public TWord Size;
    public ushort Attr;
    public ushort Flags;
    public TailQueueEntry<TWord> Link;

    public static int LinkOffset => Unsafe.SizeOf<VmRegion<TWord>>() - Unsafe.SizeOf<TailQueueEntry<TWord>>();

    public readonly ulong End => Va.Value + Size.Value;
}

/// <summary>A context's address space (<c>struct vm_info</c> 3.10.0): 12 bytes on ILP32, 24 on LP64.</summary>
internal struct VmInfo<TWord> where TWord : unmanaged, IWord<TWord>
{
    public TailQueueHead<TWord> Regions;

    /// <summary>Address space identifier: even, from 2; 0 when there is no address space.</summary>
    public uint Asid;
}
