using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.PlantedDrivers;

public partial class Reference
{
    private static readonly SourceSite MapSite = new("planted.c", 80, "input_buf_map");

    public virtual TeeResult InputBufMap(ulong pa, ulong size, out ulong va)
    {
        va = 0;
        if (!IsPages(pa, size)) return TeeResult.BAD_PARAMETERS;
        Guid ta = Core.UuidOf(Core.CurrentContext);
        ulong channel = Channels.Elements.FirstOrDefault(c => UuidOf(c) == ta && InputOf(c).Contains(pa, size));
        if (channel == 0) return TeeResult.ITEM_NOT_FOUND;
        if (MapsOf(channel).Count() >= Options.MapsPerChannel) return TeeResult.BUSY;
        ulong map = NewMap();
        if (map == 0) return TeeResult.OUT_OF_MEMORY;
        TeeResult result = MapBuffer(channel, pa, size, out va);
        if (result != TeeResult.SUCCESS) return MapFails(map, result);

        SetWord(map, Pa, pa);
        SetWord(map, Size, size);
        SetWord(map, Va, va);
        SetWord(map, Session, Core.CurrentSession);
        SetWord(map, Context, Core.CurrentContext);
        SetWord(map, MapHandle, Word(channel, Handle));
        Maps.InsertTail(map);
        Mapped(map);
        return TeeResult.SUCCESS;
    }

    public virtual TeeResult InputBufUnmap(ulong pa, ulong size)
    {
        ulong map = FindMap(pa, size);
        return map == 0 ? TeeResult.ITEM_NOT_FOUND : Unmap(map);
    }

    /// <summary>A zeroed record, or 0.</summary>
    protected virtual ulong NewMap() => Core.CallocWords(MapWords, MapSite);

    /// <summary>Maps a part of a channel's input into the calling TA.</summary>
    protected virtual TeeResult MapBuffer(ulong channel, ulong pa, ulong size, out ulong va)
    {
        va = 0;
        ulong mobj = Core.MobjPhysAlloc(pa, size, cattr: 0, BufferAttribute.SdpMem);
        if (mobj == 0) return TeeResult.OUT_OF_MEMORY;
        TeeResult result = MapObject(mobj, size, out va);
        // The region has a reference of its own.
        Core.MobjPut(mobj);
        return result;
    }

    protected TeeResult MapObject(ulong mobj, ulong size, out ulong va)
    {
        va = 0;
        return Core.VmMap(Core.CurrentContext, ref va, size, Mattr.Ur | Mattr.Uw | Mattr.Pr | Mattr.Pw, VmFlags.None, mobj, 0);
    }

    /// <summary>Gives a record back that is in no list yet, and says what the call returns.</summary>
    protected virtual TeeResult MapFails(ulong map, TeeResult result)
    {
        FreeMap(map);
        return result;
    }

    /// <summary>A mapping has its record, and the record is in the list.</summary>
    protected virtual void Mapped(ulong map)
    {
        // Nothing more.
    }

    /// <summary>The record that an unmap of the calling TA means, or 0.</summary>
    protected virtual ulong FindMap(ulong pa, ulong size) =>
        Maps.Elements.FirstOrDefault(m => Word(m, Pa) == pa && Word(m, Size) == size && Word(m, Context) == Core.CurrentContext);

    /// <summary>Unmaps what a record of the calling TA says.</summary>
    protected virtual TeeResult Unmap(ulong map)
    {
        TeeResult result = Core.VmUnmap(Core.CurrentContext, VaOf(map), Word(map, Size));
        if (result == TeeResult.SUCCESS) DropMap(map);
        return result;
    }

    /// <summary>Where a record of the calling TA is mapped.</summary>
    protected virtual ulong VaOf(ulong map) => Word(map, Va);

    protected virtual void FreeMap(ulong map) => Core.Free(map);

    protected void DropMap(ulong map)
    {
        Maps.Remove(map);
        FreeMap(map);
    }
}
