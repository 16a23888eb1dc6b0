using TeeSim.Core;

namespace TeeSim.Mmu.MemoryObjects;

internal sealed partial class Files<TWord>
{
    public override TeeResult FileAddSlice(ulong file, ulong fobj, uint pageOffset)
    {
        if (FileFindSlice(file, pageOffset) is not null) return TeeResult.BAD_PARAMETERS;
        ulong address = _env.Heap.Calloc(1, SizeOf<FileSliceElem<TWord>>(), _env.SliceSite);
        if (address == 0) return TeeResult.OUT_OF_MEMORY;
        ref FileSliceElem<TWord> slice = ref _env.Memory.Write<FileSliceElem<TWord>>(address);
        slice.Fobj = TWord.From(_env.Fobjs.FobjGet(fobj));
        slice.PageOffset = pageOffset;
        slice.Link = File(file).Slices;
        Change(file).Slices = TWord.From(address);
        return TeeResult.SUCCESS;
    }

    public override FileSlice? FileFindSlice(ulong file, uint pageOffset)
    {
        foreach (FileSlice slice in Slices(file))
        {
            if (pageOffset >= slice.PageOffset && pageOffset - slice.PageOffset < _env.Fobjs.NumPages(slice.Fobj)) return slice;
        }

        return null;
    }

    public override IEnumerable<FileSlice> Slices(ulong file)
    {
        ulong left = _env.Heap.Stats.Size / SizeOf<FileSliceElem<TWord>>();
        for (ulong address = File(file).Slices.Value; address != 0; address = Slice(address).Link.Value)
        {
            if (left-- == 0) Hang("the list of slices runs in a circle", address);
            yield return new FileSlice(address, Slice(address).Fobj.Value, Slice(address).PageOffset);
        }
    }

    public override IReadOnlyList<string> Validate()
    {
        var violations = new List<string>();
        foreach (ulong file in All)
        {
            if (File(file).Refc == 0) violations.Add($"file 0x{file:x} has no references");
            if (File(file).Taglen > FileTag.Length)
                violations.Add($"file 0x{file:x}: a tag of {File(file).Taglen} bytes is longer than {FileTag.Length}");
            ulong end = 0;
            foreach (FileSlice slice in Slices(file).OrderBy(s => s.PageOffset))
            {
                if (_env.Fobjs.Refc(slice.Fobj) == 0)
                    violations.Add($"file 0x{file:x}: the pages 0x{slice.Fobj:x} of a slice have no references");
                if (slice.PageOffset < end)
                    violations.Add($"file 0x{file:x}: the slice at page {slice.PageOffset} starts below page {end}, where another ends");
                end = Math.Max(end, (ulong)slice.PageOffset + _env.Fobjs.NumPages(slice.Fobj));
            }
        }

        return violations;
    }
}
