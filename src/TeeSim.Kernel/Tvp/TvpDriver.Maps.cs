using System.Runtime.CompilerServices;
using TeeSim.Core;
using TeeSim.Core.Lists;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel.Tvp;

internal abstract partial class TvpDriver<TWord>
{
    private const uint NonCached = 0;

    /// <summary>Bytes of a record, which starts with a <see cref="TvpMap{TWord}"/>.</summary>
    protected virtual int MapSize => Unsafe.SizeOf<TvpMap<TWord>>();

    /// <summary>Where records are allocated.</summary>
    protected virtual SourceSite MapSite { get; } = new(File, 171, "tee_tvp_vdec_input_buf_map");

    /// <summary>Fills in what a fix keeps beyond a <see cref="TvpMap{TWord}"/>.</summary>
    protected virtual void Mapped(ulong record)
    {
        // Nothing more.
    }

    /// <summary>A record is gone; its channel may have to follow.</summary>
    protected virtual void Released(ulong channel)
    {
        // An open channel stays open without mappings.
    }

    /// <summary>
    /// The record that an unmap of the current TA means: of all channels that are bound to it, open or not, the oldest that fits.
    /// </summary>
    protected virtual (ulong Channel, ulong Record) FindRecord(ulong pa, ulong size) => FindRecord(pa, size, _ => true);

    /// <summary>What is left to do for an unmap that no record fits.</summary>
    protected virtual TeeResult UnmapUnknown(ulong pa, ulong size)
    {
        Core.Emsg(UnmapSite, $"no mapping of pa 0x{pa:x} size 0x{size:x}");
        return TeeResult.ITEM_NOT_FOUND;
    }

    public TeeResult InputBufMap(ulong pa, ulong size, out ulong va)
    {
        va = 0;
        if (size == 0 || !IsPageAligned(pa | size)) return TeeResult.BAD_PARAMETERS;
        ulong context = Core.CurrentContext;
        ulong channel = FindBoundChannel(Core.UuidOf(context), pa, size);
        if (channel == 0) return TeeResult.ITEM_NOT_FOUND;
        if (Channel(channel).MapCount >= _mapsPerChannel) return TeeResult.BUSY;

        ulong record = Core.Calloc((ulong)MapSize, MapSite);
        if (record == 0) return TeeResult.OUT_OF_MEMORY;
        ulong mobj = Core.MobjPhysAlloc(pa, size, NonCached, BufferAttribute.SdpMem);
        if (mobj == 0)
        {
            Core.Free(record);
            return TeeResult.OUT_OF_MEMORY;
        }

        TeeResult result = Core.VmMap(context, ref va, size, Mattr.Ur | Mattr.Uw | Mattr.Pr | Mattr.Pw, VmFlags.None, mobj, 0);
        // The region holds a reference of its own; after a failure this drops the only one.
        Core.MobjPut(mobj);
        if (result != TeeResult.SUCCESS)
        {
            Core.Free(record);
            return result;
        }

        ref TvpMap<TWord> r = ref Record(record);
        r.Pa = TWord.From(pa);
        r.Size = TWord.From(size);
        r.Va = TWord.From(va);
        r.Mobj = TWord.From(mobj);
        r.Context = TWord.From(context);
        Mapped(record);
        Maps(channel).InsertTail(record);
        Channel(channel).MapCount++;
        return TeeResult.SUCCESS;
    }

    public TeeResult InputBufUnmap(ulong pa, ulong size)
    {
        (ulong channel, ulong record) = FindRecord(pa, size);
        if (record == 0) return UnmapUnknown(pa, size);
        TeeResult result = Core.VmUnmap(Core.CurrentContext, Record(record).Va.Value, size);
        if (result != TeeResult.SUCCESS) return result;
        Release(channel, record);
        return TeeResult.SUCCESS;
    }

    /// <summary>Removes and frees a record.</summary>
    protected void Release(ulong channel, ulong record)
    {
        Maps(channel).Remove(record);
        Channel(channel).MapCount--;
        Core.Free(record);
        Released(channel);
    }

    /// <summary>Of all channels that are bound to the current TA, open or not, the oldest record that fits and pleases.</summary>
    protected (ulong Channel, ulong Record) FindRecord(ulong pa, ulong size, Predicate<ulong> pleases)
    {
        Guid ta = Core.UuidOf(Core.CurrentContext);
        TailQueueWalk<TWord> walk = Walk(Channels);
        for (ulong channel = walk.First; channel != 0; channel = walk.Next(channel))
        {
            if (Channel(channel).BoundTa != ta) continue;
            TailQueueWalk<TWord> maps = Walk(Maps(channel));
            for (ulong record = maps.First; record != 0; record = maps.Next(record))
            {
                if (Record(record).Pa.Value == pa && Record(record).Size.Value == size && pleases(record)) return (channel, record);
            }
        }

        return (0, 0);
    }

    private ulong FindBoundChannel(Guid ta, ulong pa, ulong size)
    {
        TailQueueWalk<TWord> walk = Walk(Channels);
        ulong channel = walk.First;
        while (channel != 0 && !(IsOpen(channel) && Channel(channel).BoundTa == ta && RangeOf(Channel(channel).Input).Contains(pa, size)))
            channel = walk.Next(channel);
        return channel;
    }
}
