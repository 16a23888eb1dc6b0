using System.Runtime.CompilerServices;
using TeeSim.Core;
using TeeSim.Core.Lists;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel.Tvp;

internal sealed partial class ShippedTvpDriver<TWord>
{
    private const uint NonCached = 0;

    public TeeResult InputBufMap(ulong pa, ulong size, out ulong va)
    {
        va = 0;
        if (size == 0 || !IsPageAligned(pa | size)) return TeeResult.BAD_PARAMETERS;
        ulong context = _core.CurrentContext;
        ulong channel = FindBoundChannel(_core.UuidOf(context), pa, size);
        if (channel == 0) return TeeResult.ITEM_NOT_FOUND;
        if (Channel(channel).MapCount >= _mapsPerChannel) return TeeResult.BUSY;

        ulong record = _core.Calloc((ulong)Unsafe.SizeOf<TvpMap<TWord>>(), MapSite);
        if (record == 0) return TeeResult.OUT_OF_MEMORY;
        ulong mobj = _core.MobjPhysAlloc(pa, size, NonCached, BufferAttribute.SdpMem);
        if (mobj == 0)
        {
            _core.Free(record);
            return TeeResult.OUT_OF_MEMORY;
        }

        TeeResult result = _core.VmMap(context, ref va, size, Mattr.Ur | Mattr.Uw | Mattr.Pr | Mattr.Pw, VmFlags.None, mobj, 0);
        // The region holds a reference of its own; after a failure this drops the only one.
        _core.MobjPut(mobj);
        if (result != TeeResult.SUCCESS)
        {
            _core.Free(record);
            return result;
        }

        ref TvpMap<TWord> r = ref Record(record);
        r.Pa = TWord.From(pa);
        r.Size = TWord.From(size);
        r.Va = TWord.From(va);
        r.Mobj = TWord.From(mobj);
        r.Context = TWord.From(context);
        Maps(channel).InsertTail(record);
        Channel(channel).MapCount++;
        return TeeResult.SUCCESS;
    }

    public TeeResult InputBufUnmap(ulong pa, ulong size)
    {
        ulong context = _core.CurrentContext;
        (ulong channel, ulong record) = FindRecord(_core.UuidOf(context), pa, size);
        if (record == 0)
        {
            _core.Emsg(UnmapSite, $"no mapping of pa 0x{pa:x} size 0x{size:x}");
            return TeeResult.ITEM_NOT_FOUND;
        }

        TeeResult result = _core.VmUnmap(context, Record(record).Va.Value, size);
        if (result != TeeResult.SUCCESS) return result;
        Maps(channel).Remove(record);
        Channel(channel).MapCount--;
        _core.Free(record);
        return TeeResult.SUCCESS;
    }

    private ulong FindBoundChannel(Guid ta, ulong pa, ulong size)
    {
        TailQueueWalk<TWord> walk = Walk(Channels);
        ulong channel = walk.First;
        while (channel != 0 && !(Channel(channel).BoundTa == ta && RangeOf(Channel(channel).Input).Contains(pa, size))) channel = walk.Next(channel);
        return channel;
    }

    private (ulong Channel, ulong Record) FindRecord(Guid ta, ulong pa, ulong size)
    {
        TailQueueWalk<TWord> walk = Walk(Channels);
        for (ulong channel = walk.First; channel != 0; channel = walk.Next(channel))
        {
            if (Channel(channel).BoundTa != ta) continue;
            TailQueueWalk<TWord> maps = Walk(Maps(channel));
            for (ulong record = maps.First; record != 0; record = maps.Next(record))
            {
                if (RangeOf(new TvpBuffer<TWord> { Pa = Record(record).Pa, Size = Record(record).Size }) == new AddressRange(pa, size)) return (channel, record);
            }
        }

        return (0, 0);
    }
}
