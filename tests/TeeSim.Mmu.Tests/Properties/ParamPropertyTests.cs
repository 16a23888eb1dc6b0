using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using TeeSim.Core;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Mmu.Tests.Properties;

/// <summary>What holds of the memory references of any call. The seed is fixed, so that two runs of the suite are the same.</summary>
[Properties(Arbitrary = [typeof(ParamScript)], MaxTest = 1000)]
public class ParamPropertyTests
{
    private const ulong Page = TestMmu.Page;

    [Property]
    public void Each_address_shows_the_first_byte_of_its_reference(ParamScript script)
    {
        Call call = Run(script);
        if (call.Result != TeeResult.SUCCESS) return;
        for (int i = 0; i < call.Memrefs.Length; i++)
        {
            ParamMem p = call.Memrefs[i];
            if (p.Mobj == 0) continue;
            RegionInfo r = call.Regions.Single(r => call.Vas[i] >= r.Va && call.Vas[i] < r.Va + r.Size);
            r.Mobj.ShouldBe(p.Mobj);
            (call.Vas[i] - r.Va + r.Offset).ShouldBe(p.Offset + call.Mmu.Mobjs.GetPhysOffs(p.Mobj, Page));
        }
    }

    [Property]
    public void The_regions_are_the_runs_of_pages_unless_one_reference_lies_inside_another(ParamScript script)
    {
        Call call = Run(script);
        if (call.Result != TeeResult.SUCCESS || IsAnyInsideAnother(call)) return;
        var expected = from g in call.Memrefs.Where(p => p.Mobj != 0).GroupBy(p => p.Mobj)
                       let pages = g.SelectMany(p => PagesOf(call, p)).ToHashSet()
                       from first in pages.Where(page => !pages.Contains(page - 1))
                       let count = Enumerable.Range(1, 100).First(n => !pages.Contains(first + (ulong)n))
                       select (g.Key, first * Page, (ulong)count * Page);

        call.Regions.Select(r => (r.Mobj, r.Offset, r.Size)).ShouldBe(expected, ignoreOrder: true);
    }

    [Property]
    public void After_an_error_or_after_cleaning_up_all_is_as_before(ParamScript script)
    {
        Call call = Run(script);
        call.Mmu.ShouldAllBeSound();
        if (call.Result == TeeResult.SUCCESS) call.Mmu.Mmu.CleanParam(TestMmu.Context(0));
        else call.Vas.ShouldAllBe(va => va == 0);

        call.Mmu.Regions.ShouldBe(call.Before);
        call.Mmu.Heap.Stats.Allocated.ShouldBe(call.AllocatedBefore);
        call.Mmu.Heap.Validate().ShouldBeEmpty();
        foreach (ulong mobj in call.Memrefs.Select(p => p.Mobj).Where(m => m != 0)) call.Mmu.Mobjs.Refc(mobj).ShouldBe(1u);
    }

    [Fact]
    public void Scripts_succeed_often_and_meet_every_error()
    {
        var results = ParamScript.ParamScripts().Generator.Sample(500, new Rnd(42, 7), 20).Select(s => Run(s)).ToLookup(c => c.Result);

        results[TeeResult.SUCCESS].Count().ShouldBeGreaterThan(100);
        results[TeeResult.SUCCESS].Count(c => c.Regions.Length < c.Memrefs.Count(m => m.Mobj != 0)).ShouldBeGreaterThan(20, "merged");
        results[TeeResult.OUT_OF_MEMORY].Count().ShouldBeGreaterThan(20);
        results[TeeResult.BAD_PARAMETERS].Count().ShouldBeGreaterThan(20);
        results[TeeResult.GENERIC].Count().ShouldBeGreaterThan(5);
    }

    private sealed record Call(
        TestMmu Mmu, ParamMem[] Memrefs, TeeResult Result, ulong[] Vas, RegionInfo[] Before, RegionInfo[] Regions, uint AllocatedBefore);

    private static Call Run(ParamScript script)
    {
        TestMmu mmu = TestMmu.WithPools(script.Build, script.HeapBytes, script.Is410 ? TestMmu.Optee410 : null);
        ulong[] pages = [.. Enumerable.Range(0, (int)ParamScript.ObjectPages).Select(i => 0x8000_0000 + (ulong)i * Page)];
        ulong[] objects =
            [mmu.Sdp(ParamScript.ObjectPages), mmu.NonSecure(ParamScript.ObjectPages), mmu.Mobjs.MobjRegShmAlloc(pages, 0x800, 1), 0];
        objects.Take(3).ShouldAllBe(m => m != 0);
        mmu.Map(mmu.Mobjs.MobjWithFobjAlloc(mmu.Fobjs.FobjSecMemAlloc(2), 0), 2);
        RegionInfo[] before = mmu.Regions;
        uint allocated = mmu.Heap.Stats.Allocated;
        mmu.Mmu.PageTables = script.PageTables;
        ParamMem[] memrefs = [.. script.Memrefs.Select(m => new ParamMem(objects[m.Object], m.Offset, m.Size))];
        var vas = new ulong[memrefs.Length];
        TeeResult result = mmu.Mmu.VmMapParam(TestMmu.Context(0), memrefs, vas);
        return new Call(mmu, memrefs, result, vas, before, [.. mmu.Regions.Except(before)], allocated);
    }

    private static IEnumerable<ulong> PagesOf(Call call, ParamMem p)
    {
        ulong start = p.Offset + call.Mmu.Mobjs.GetPhysOffs(p.Mobj, Page);
        ulong last = p.Size == 0 ? start : start + p.Size - 1;
        for (ulong page = start / Page; page <= last / Page; page++) yield return page;
    }

    private static bool IsAnyInsideAnother(Call call)
    {
        var ranges = call.Memrefs.Where(p => p.Mobj != 0)
            .Select(p => (p.Mobj, First: PagesOf(call, p).First(), Last: PagesOf(call, p).Last()))
            .ToArray();
        return ranges.Any(a => ranges.Any(b => a.Mobj == b.Mobj && a.First < b.First && a.Last > b.Last));
    }
}
