namespace TeeSim.Mmu.MemoryObjects;

internal sealed partial class Mobjs<TWord, TPaddr>
{
    private static ulong WithFobjOffset => SizeOf<MobjWithFobj<TWord>>() - SizeOf<Mobj<TWord>>();

    public override ulong MobjWithFobjAlloc(ulong fobj, ulong file)
    {
        if (fobj == 0) return 0;
        ulong size = SizeOf<MobjWithFobj<TWord>>();
        bool hasMemType = options.FobjMobjHasMemType;
        ulong container = heap.Calloc(1, hasMemType ? size + (ulong)TWord.Size : size, sites.WithFobj);
        if (container == 0) return 0;
        ref MobjWithFobj<TWord> with = ref memory.Write<MobjWithFobj<TWord>>(container);
        with.Mobj.Ops = TWord.From(sites.WithFobjOps);
        with.Mobj.Size = TWord.From(env.Fobjs.NumPages(fobj) * Pages.SmallPageSize);
        with.Mobj.PhysGranule = TWord.From(Pages.SmallPageSize);
        with.Mobj.Refc = 1;
        with.Fobj = TWord.From(env.Fobjs.FobjGet(fobj));
        with.File = TWord.From(env.Files.FileGet(file));
        if (hasMemType) memory.Write<byte>(container + size) = (byte)Cached;
        return container + WithFobjOffset;
    }

    private void FreeWithFobj(ulong container)
    {
        env.Fobjs.FobjPut(memory.Read<MobjWithFobj<TWord>>(container).Fobj.Value);
        env.Files.FilePut(memory.Read<MobjWithFobj<TWord>>(container).File.Value);
        heap.Free(container);
    }
}
