using TeeSim.Core;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Mmu.Tests.UserSpace;

public class VmMapParamTests
{
    private readonly TestMmu _mmu = TestMmu.WithPools(MmuBuild.V7);

    [Fact]
    public void In_the_specifications_example_non_secure_memory_lands_at_6_MiB()
    {
        ulong data = _mmu.Mobjs.MobjPhysAlloc(0x5a00_0000, 0x464000, 1, Mmu.MemoryObjects.BufferAttribute.SdpMem);
        _mmu.Mmu.PageTables = 8;
        _mmu.Map(data, 0x464, va: 0x10_0000);
        ulong mobj = _mmu.Mobjs.MobjRegShmAlloc([0x8000_0000], 0, 0);

        Map(new ParamMem(mobj, 0x10, 0x20)).ShouldBe([0x60_0010UL]);

        _mmu.Regions[^1].ShouldSatisfyAllConditions(
            r => r.Va.ShouldBe(0x60_0000UL),
            r => r.Size.ShouldBe(0x1000UL),
            r => r.Flags.ShouldBe(VmFlags.Ephemeral | VmFlags.Shareable),
            r => (r.Attr & Mattr.ProtMask).ShouldBe(Mattr.Pr | Mattr.Pw | Mattr.Ur | Mattr.Uw));
        _mmu.Table.ShouldEndWith("rw-RW-");
    }

    [Fact]
    public void Non_secure_memory_comes_first_then_by_object_and_offset()
    {
        ulong secure = _mmu.Sdp(4);
        // The heap gives out its top first.
        ulong high = _mmu.NonSecure(4);
        ulong low = _mmu.NonSecure(4);

        ulong[] vas = Map(new(secure, 0, 1), new(high, 0, 1), new(low, 0x3000, 1), new(low, 0x1000, 1));

        _mmu.Regions.Select(r => (r.Mobj, r.Offset)).ShouldBe([(low, 0x1000UL), (low, 0x3000UL), (high, 0UL), (secure, 0UL)]);
        vas.ShouldBe([_mmu.Regions[3].Va, _mmu.Regions[2].Va, _mmu.Regions[1].Va, _mmu.Regions[0].Va]);
    }

    [Theory]
    [InlineData(0x100, 0x200, 0x1000)]
    [InlineData(0xfff, 1, 0x1000)]
    [InlineData(0xfff, 2, 0x2000)]
    [InlineData(0, 0, 0x1000)]
    [InlineData(0x10, 0, 0x1000)]
    [InlineData(0, 0x2000, 0x2000)]
    public void Whole_pages_are_mapped_and_at_least_one(ulong offset, ulong size, ulong mapped)
    {
        ulong mobj = _mmu.NonSecure(4);

        ulong va = Map(new ParamMem(mobj, 0x1000 + offset, size)).Single();

        _mmu.Regions.Single().Size.ShouldBe(mapped);
        va.ShouldBe(_mmu.Regions.Single().Va + offset);
    }

    [Theory]
    [InlineData(0x1800, 0x1000, "0x1000+0x2000")]
    [InlineData(0x2000, 0x1800, "0x1000+0x3000")]
    [InlineData(0x3000, 0x1000, "0x1000+0x3000")]
    [InlineData(0x4000, 0x1000, "0x1000+0x2000 0x4000+0x1000")]
    public void Neighbours_of_one_object_become_one_region(ulong offset, ulong size, string regions)
    {
        ulong mobj = _mmu.NonSecure(8);

        ulong[] vas = Map(new(mobj, offset, size), new(mobj, 0x1000, 0x1800));

        Offsets.ShouldBe(regions);
        vas.ShouldBe([_mmu.Regions[^1].Va + offset - _mmu.Regions[^1].Offset, _mmu.Regions[0].Va]);
    }

    [Fact]
    public void A_reference_inside_another_cuts_it_off()
    {
        ulong mobj = _mmu.NonSecure(8);

        ulong[] vas = Map(new(mobj, 0, 0x4000), new(mobj, 0x1000, 0x1000));

        Offsets.ShouldBe("0x0+0x2000", "the last two pages of the larger one are not mapped");
        vas.ShouldBe([_mmu.Regions[0].Va, _mmu.Regions[0].Va + 0x1000]);
    }

    [Fact]
    public void What_was_cut_off_may_come_back_as_a_region_of_its_own()
    {
        ulong mobj = _mmu.NonSecure(8);
        ulong[] vas = [1, 2, 3];

        // Sorted: 0+6 pages, 1+1, 4+1: the second cuts the first off at page 2, and the third becomes a region of its own.
        _mmu.Mmu.VmMapParam(TestMmu.Context(0), [new(mobj, 0, 0x6000), new(mobj, 0x1000, 0x1000), new(mobj, 0x4000, 0x1000)], vas)
            .ShouldBe(TeeResult.SUCCESS);

        Offsets.ShouldBe("0x0+0x2000 0x4000+0x1000");
    }

    [Fact]
    public void An_object_that_starts_inside_a_page_is_mapped_from_its_page_on()
    {
        ulong mobj = _mmu.Mobjs.MobjRegShmAlloc([0x8000_0000, 0x8000_1000], 0x800, 0);

        ulong va = Map(new ParamMem(mobj, 0x100, 0x900)).Single();

        _mmu.Regions.Single()
            .ShouldSatisfyAllConditions(r => r.Offset.ShouldBe(0UL), r => r.Size.ShouldBe(0x2000UL), r => va.ShouldBe(r.Va + 0x900));
    }

    [Fact]
    public void When_its_start_moves_a_reference_to_the_next_page_it_is_not_found()
    {
        ulong mobj = _mmu.Mobjs.MobjRegShmAlloc([0x8000_0000, 0x8000_1000], 0x800, 0);
        uint before = _mmu.Heap.Stats.Allocated;
        ulong[] vas = [1];

        _mmu.Mmu.VmMapParam(TestMmu.Context(0), [new ParamMem(mobj, 0x900, 0x10)], vas).ShouldBe(TeeResult.GENERIC);

        vas.ShouldBe([0UL]);
        _mmu.Regions.ShouldBeEmpty();
        _mmu.Heap.Stats.Allocated.ShouldBe(before);
    }

    [Fact]
    public void A_reference_without_object_maps_nothing()
    {
        ulong mobj = _mmu.NonSecure(1);

        Map(new(0, 0x123, 0x456), new(mobj, 0, 1), new(0, 0, 0)).ShouldBe([0, _mmu.Regions.Single().Va, 0]);
        _mmu.Mmu.CleanParam(TestMmu.Context(0));

        Map(new ParamMem(0, 0, 0)).ShouldBe([0UL]);
        Map().ShouldBeEmpty();
        _mmu.Regions.ShouldBeEmpty();
    }

    [Fact]
    public void What_lies_outside_of_the_object_is_refused_and_nothing_stays()
    {
        ulong mobj = _mmu.NonSecure(2);
        ulong other = _mmu.NonSecure(2);
        uint before = _mmu.Heap.Stats.Allocated;

        _mmu.Mmu.VmMapParam(TestMmu.Context(0), [new(mobj, 0, 1), new(other, 0x1000, 0x1001)], new ulong[2])
            .ShouldBe(TeeResult.BAD_PARAMETERS);

        _mmu.Regions.ShouldBeEmpty();
        _mmu.Heap.Stats.Allocated.ShouldBe(before);
        _mmu.Mobjs.Refc(mobj).ShouldBe(1u);
    }

    [Fact]
    public void Without_page_tables_nothing_stays_mapped()
    {
        ulong mobj = _mmu.NonSecure(2);
        _mmu.Mmu.PageTables = 0;

        _mmu.Mmu.VmMapParam(TestMmu.Context(0), [new(mobj, 0, 1)], new ulong[1]).ShouldBe(TeeResult.OUT_OF_MEMORY);

        _mmu.Regions.ShouldBeEmpty();
        _mmu.Lines.ShouldContain(line => line.Contains("1 page tables not available"));
    }

    [Fact]
    public void Parameters_of_another_call_are_an_assertion()
    {
        ulong mobj = _mmu.NonSecure(2);
        Map(new ParamMem(mobj, 0, 1));

        PanicAssertions.ShouldPanic(() => Map(new ParamMem(mobj, 0, 1))).What.ShouldBe("no region is ephemeral");
        _mmu.Mmu.CleanParam(TestMmu.Context(0));
        Map(new ParamMem(mobj, 0, 1));
        _mmu.ShouldAllBeSound();
    }

    [Fact]
    public void Objects_of_shared_memory_cannot_be_mapped_in_3_10()
    {
        ulong mobj = _mmu.Mobjs.MobjShmAlloc(TestMmu.Shm + 0x100, 0x1000, 1);
        _mmu.Mmu.VmMapParam(TestMmu.Context(0), [new(mobj, 0, 1)], new ulong[1]).ShouldBe(TeeResult.GENERIC);

        TestMmu later = TestMmu.WithPools(MmuBuild.V7, profile: TestMmu.Optee410);
        mobj = later.Mobjs.MobjShmAlloc(TestMmu.Shm + 0x100, 0x1000, 1);
        var vas = new ulong[1];
        later.Mmu.VmMapParam(TestMmu.Context(0), [new(mobj, 0, 1)], vas).ShouldBe(TeeResult.SUCCESS);
        vas.ShouldBe([later.Regions.Single().Va + 0x100]);
    }

    [Fact]
    public void A_call_has_four_parameters()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => _mmu.Mmu.VmMapParam(TestMmu.Context(0), new ParamMem[5], new ulong[5]));
        Should.Throw<ArgumentOutOfRangeException>(() => _mmu.Mmu.VmMapParam(TestMmu.Context(0), new ParamMem[2], new ulong[1]));
    }

    private string Offsets => string.Join(' ', _mmu.Regions.Select(r => $"0x{r.Offset:x}+0x{r.Size:x}"));

    private ulong[] Map(params ParamMem[] memrefs)
    {
        var vas = new ulong[memrefs.Length];
        _mmu.Mmu.VmMapParam(TestMmu.Context(0), memrefs, vas).ShouldBe(TeeResult.SUCCESS);
        return vas;
    }
}
