using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Core.Profiles;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Mmu.Tests.Properties;

/// <summary>
/// Does each step of a script, remembers which references the test itself holds, and keeps a page table as a naive dictionary would: from
/// page to object, offset, protection and flags.
/// </summary>
internal sealed class VmScriptRun
{
    private readonly ulong[] _slots = new ulong[VmScripts.Slots];
    private readonly Dictionary<ulong, uint> _held = [];
    private readonly SortedDictionary<ulong, PageEntry>[] _pages = [new(), new()];

    private VmScriptRun(VmScript script)
    {
        Mmu = new TestMmu(script.Build, script.HeapBytes);
        for (int i = 0; i < VmScripts.Contexts; i++) Mmu.Mmu.VmInfoInit(TestMmu.Context(i));
    }

    /// <summary>What a page shows.</summary>
    internal readonly record struct PageEntry(ulong Mobj, ulong Offset, Mattr Attr, VmFlags Flags);

    public TestMmu Mmu { get; }

    /// <summary>References that the test holds, by object.</summary>
    public IReadOnlyDictionary<ulong, uint> Held => _held;

    /// <summary>How many steps were done.</summary>
    public int Steps { get; private set; }

    /// <summary>The panic that ended the run, or null.</summary>
    public CorePanicException? Panic { get; private set; }

    /// <summary>
    /// Whether a remap that failed lost a region, as 4.10 does when the range is one region at the end of the list: that ends the run.
    /// </summary>
    public bool LostRegion { get; private set; }

    /// <summary>What calls returned, in order.</summary>
    public List<(VmCall Call, TeeResult Result)> Results { get; } = [];

    /// <summary>All contexts' regions.</summary>
    public IEnumerable<RegionInfo> Regions => Enumerable.Range(0, VmScripts.Contexts).SelectMany(i => Mmu.Mmu.Regions(TestMmu.Context(i)));

    /// <summary>Runs a script; after each step, up to a modelled panic, the question is asked.</summary>
    public static VmScriptRun Of(VmScript script, Action<VmScriptRun> afterEachStep)
    {
        var run = new VmScriptRun(script);
        foreach (VmStep step in script.Steps)
        {
            try
            {
                run.Do(step);
            }
            catch (CorePanicException panic)
            {
                run.Panic = panic;
                return run;
            }

            if (run.LostRegion) return run;
            run.Steps++;
            afterEachStep(run);
        }

        return run;
    }

    /// <summary>The page table that the regions of a context amount to.</summary>
    public IEnumerable<KeyValuePair<ulong, PageEntry>> PagesOf(int context) =>
        from r in Mmu.Mmu.Regions(TestMmu.Context(context))
        from page in Pages(r.Va, r.Size)
        select KeyValuePair.Create(page, new PageEntry(r.Mobj, r.Offset + page - r.Va, r.Attr, r.Flags));

    /// <summary>The page table as the naive dictionary has it.</summary>
    public IEnumerable<KeyValuePair<ulong, PageEntry>> ExpectedPagesOf(int context) => _pages[context];

    /// <summary>Unmaps what is mapped and drops what is held.</summary>
    public void CleanUp()
    {
        for (int i = 0; i < VmScripts.Contexts; i++)
        {
            Mmu.Current = TestMmu.Context(i);
            foreach (RegionInfo r in Mmu.Mmu.Regions(TestMmu.Context(i)).Where(r => r.Size != 0).ToArray())
                Mmu.Mmu.VmUnmap(TestMmu.Context(i), r.Va, r.Size).ShouldBe(TeeResult.SUCCESS);
            // Empty regions cannot be unmapped; they go with the context.
            Mmu.Mmu.Regions(TestMmu.Context(i)).ShouldAllBe(r => r.Size == 0);
            Mmu.Mmu.VmInfoFinal(TestMmu.Context(i));
        }

        foreach ((ulong mobj, uint count) in _held)
        {
            for (uint i = 0; i < count; i++) Mmu.Mobjs.MobjPut(mobj);
        }
    }

    private void Do(VmStep step)
    {
        ulong context = TestMmu.Context(step.Context);
        ulong mobj = _slots[step.Slot];
        Mmu.Current = context;
        switch (step.Call)
        {
            case VmCall.Alloc:
                if (mobj == 0) Alloc(step);
                return;
            case VmCall.Get:
                if (mobj == 0) return;
                Mmu.Mobjs.MobjGet(mobj);
                _held[mobj]++;
                return;
            case VmCall.Put:
                if (mobj != 0) Put(step.Slot, mobj);
                return;
            case VmCall.Map:
                Map(step, context, mobj);
                return;
            case VmCall.CleanParam:
                Mmu.Mmu.CleanParam(context);
                foreach ((ulong page, _) in _pages[step.Context].Where(p => p.Value.Flags.HasFlag(VmFlags.Ephemeral)).ToArray())
                    _pages[step.Context].Remove(page);
                return;
            default:
                InRange(step, context);
                return;
        }
    }

    private void Alloc(VmStep step)
    {
        ulong pages = step.Length + 3;
        ulong mobj = step.Slot % 3 == 0 ? Mmu.NonSecure(pages) : Mmu.Sdp(pages, 0x5a00_0000 + (ulong)step.Slot * 0x10_0000);
        if (mobj == 0) return;
        _slots[step.Slot] = mobj;
        _held.TryAdd(mobj, 0);
        _held[mobj]++;
    }

    private void Put(int slot, ulong mobj)
    {
        Mmu.Mobjs.MobjPut(mobj);
        if (--_held[mobj] != 0) return;
        _held.Remove(mobj);
        _slots[slot] = 0;
    }

    private void Map(VmStep step, ulong context, ulong mobj)
    {
        ulong wanted = step.Place % 3 == 0 ? AddressOf(step.Place) : 0;
        ulong va = wanted;
        ulong padding = step.Padding * TestMmu.Page;
        ulong alignment = Mmu.Build.Mmu.MapsAligned && step.Place % 4 == 1 ? 0x4000UL : 0;
        TeeResult result = Mmu.Mmu.VmMapPad(
            context, ref va, step.Length * TestMmu.Page, step.Prot, (VmFlags)step.Flags,
            mobj, step.Offset * TestMmu.Page, padding, padding, alignment);
        Results.Add((VmCall.Map, result));
        if (result != TeeResult.SUCCESS)
        {
            va.ShouldBe(wanted);
            return;
        }

        if (wanted != 0) va.ShouldBe(wanted);
        else if (alignment != 0) (va % alignment).ShouldBe(0UL);
        Mattr attr = (Mattr)step.Prot | Mattr.Valid | (step.Slot % 3 == 0 ? (Mattr)0x1000 : Mattr.Secure);
        foreach (ulong page in Pages(va, step.Length * TestMmu.Page))
            _pages[step.Context].Add(page, new PageEntry(mobj, step.Offset * TestMmu.Page + page - va, attr, (VmFlags)step.Flags));
    }

    private void InRange(VmStep step, ulong context)
    {
        (ulong va, ulong length) = RangeOf(step, context);
        ulong newVa = step.Slot % 2 == 0 ? 0 : step.Slot == 1 ? Mmu.Build.End - 0x10_0000 : AddressOf(step.Place + step.Offset);
        TeeResult result = step.Call switch
        {
            VmCall.Unmap => Mmu.Mmu.VmUnmap(context, va, length),
            VmCall.SetProt => Mmu.Mmu.VmSetProt(context, va, length, step.Prot),
            _ => Mmu.Mmu.VmRemap(context, ref newVa, va, length, step.Padding * TestMmu.Page, 0),
        };
        Results.Add((step.Call, result));
        SortedDictionary<ulong, PageEntry> pages = _pages[step.Context];
        if (result != TeeResult.SUCCESS)
        {
            if (step.Call != VmCall.Remap) return;
            if (Mmu.Build.Mmu.RemapUndo == RemapUndo.WalksPrivateList)
            {
                // Everything is where it was, unless the first region could not be placed: then the list's end is wrong,
                // and the last region may be lost.
                Mmu.Mmu.FixListHead(context);
                LostRegion = PagesOf(step.Context).Count() < pages.Count;
                return;
            }

            // Until 3.17 a remap that fails may have moved something: the dictionary learns that from the regions.
            pages.Clear();
            foreach ((ulong page, PageEntry entry) in PagesOf(step.Context)) pages.Add(page, entry);
            return;
        }

        var range = Pages(va, length).Select(page => (Page: page, Entry: pages[page])).ToArray();
        foreach ((ulong page, _) in range) pages.Remove(page);
        if (step.Call == VmCall.Unmap) return;
        foreach ((ulong page, PageEntry entry) in range)
        {
            if (step.Call == VmCall.Remap) pages.Add(page - va + newVa, entry);
            else pages.Add(page, entry with { Attr = entry.Attr & ~Mattr.ProtMask | (Mattr)step.Prot });
        }
    }

    // Mostly from a page inside some region on, and often no further than its end, so that calls succeed; else anywhere in the window.
    private (ulong Va, ulong Length) RangeOf(VmStep step, ulong context)
    {
        ulong length = step.Length * TestMmu.Page;
        RegionInfo[] regions = [.. Mmu.Mmu.Regions(context)];
        if (regions.Length == 0 || step.Place % 8 == 0) return (AddressOf(step.Place), length);
        RegionInfo region = regions[step.Place % (uint)regions.Length];
        ulong skipped = Math.Min(step.Offset / 2 * TestMmu.Page, region.Size);
        return (region.Va + skipped, step.Flags == 0 ? Math.Min(length, region.Size - skipped) : length);
    }

    private ulong AddressOf(uint page) => Mmu.Build.Base + page * TestMmu.Page;

    private static IEnumerable<ulong> Pages(ulong va, ulong size)
    {
        for (ulong page = va; page < va + size; page += TestMmu.Page) yield return page;
    }
}
