using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Mmu.MemoryObjects;

namespace TeeSim.Mmu.Tests.MemoryObjects;

public class RegShmTests
{
    private readonly TestMmu _mmu = TestMmu.WithPools(MmuBuild.V7);

    [Theory]
    [InlineData(0x8000_0000UL, 0x1000UL, 0)]
    [InlineData(0x8000_0000UL, 0x12UL, 0x12)]
    [InlineData(0x8000_0800UL, 0UL, 0)]
    [InlineData(TestMmu.TeeRam, 0UL, 0)]
    [InlineData(TestMmu.TaRam + 0xf000, 0UL, 0)]
    [InlineData(TestMmu.Shm, 0UL, 1)]
    public void Pages_must_be_aligned_and_not_secure(ulong page, ulong pageOffset, int accepted)
    {
        ulong mobj = _mmu.Mobjs.MobjRegShmAlloc([0x9000_0000, page], pageOffset, 1);

        (mobj != 0).ShouldBe(accepted != 0);
        if (mobj != 0) _mmu.Mobjs.MobjPut(mobj);
        _mmu.Mobjs.MobjRegShmAlloc([], 0, 1).ShouldBe(0UL);
        _mmu.Heap.Stats.Allocated.ShouldBe(_mmu.Start);
        _mmu.Mobjs.RegisteredShm.ShouldBeEmpty();
    }

    [Fact]
    public void It_shows_its_pages_from_the_offset_on()
    {
        ulong mobj = _mmu.Mobjs.MobjRegShmAlloc([0x8000_5000, 0x8000_1000], 0x100, 0x77);

        _mmu.Mobjs.GetPa(mobj, 0xeff, 0, out ulong pa).ShouldBe(TeeResult.SUCCESS);
        pa.ShouldBe(0x8000_5fffUL);
        _mmu.Mobjs.GetPa(mobj, 0xf00, 0, out pa).ShouldBe(TeeResult.SUCCESS);
        pa.ShouldBe(0x8000_1000UL);
        _mmu.Mobjs.GetPa(mobj, 0xf80, 0x1000, out pa).ShouldBe(TeeResult.SUCCESS);
        pa.ShouldBe(0x8000_1000UL);
        _mmu.Mobjs.GetPa(mobj, 0x1f00, 0, out _).ShouldBe(TeeResult.GENERIC);
        _mmu.Mobjs.GetPa(mobj, 0, 0x10_0000, out _).ShouldBe(TeeResult.GENERIC);
        _mmu.Mobjs.GetPhysOffs(mobj, 0x1000).ShouldBe(0x100UL);
        _mmu.Mobjs.GetCookie(mobj).ShouldBe(0x77UL);
        _mmu.Mobjs.IsSecure(mobj).ShouldBeFalse();
        _mmu.Mobjs.Matches(mobj, BufferAttribute.NonSec).ShouldBeTrue();
        _mmu.Mobjs.Matches(mobj, BufferAttribute.RegShm).ShouldBeTrue();
        _mmu.Mobjs.GetVa(mobj, 0).ShouldBe(0UL);
    }

    [Fact]
    public void It_is_seen_where_the_pool_has_room_while_it_is_mapped()
    {
        ulong mobj = _mmu.Mobjs.MobjMappedShmAlloc([0x8000_5000, 0x8000_1000], 0x100, 1);

        _mmu.Mobjs.GetVa(mobj, 0x10).ShouldBe(TestMmu.ShmVa + 0x110);
        _mmu.Mobjs.IncMap(mobj).ShouldBe(TeeResult.SUCCESS);
        _mmu.TeeMm.FreeBytes(TestMmu.ShmPool).ShouldBe(6 * TestMmu.Page, "the second time only counts");
        _mmu.Mobjs.MobjPut(mobj);
        _mmu.TeeMm.IsEmpty(TestMmu.ShmPool).ShouldBeTrue();
        _mmu.Heap.Stats.Allocated.ShouldBe(_mmu.Start);
    }

    [Fact]
    public void Without_virtual_addresses_a_mapped_object_is_none()
    {
        _mmu.TeeMm.Alloc(TestMmu.ShmPool, 7 * TestMmu.Page);
        uint before = _mmu.Heap.Stats.Allocated;

        _mmu.Mobjs.MobjMappedShmAlloc([0x8000_5000, 0x8000_1000], 0, 1).ShouldBe(0UL);
        ulong mobj = _mmu.Mobjs.MobjRegShmAlloc([0x8000_5000, 0x8000_1000], 0, 1);
        _mmu.Mobjs.IncMap(mobj).ShouldBe(TeeResult.OUT_OF_MEMORY);
        _mmu.Mobjs.MobjPut(mobj);

        _mmu.Heap.Stats.Allocated.ShouldBe(before);
    }

    [Fact]
    public void Until_3_12_each_cycle_of_maps_leaks_an_entry_and_its_addresses()
    {
        ulong mobj = _mmu.Mobjs.MobjRegShmAlloc([0x8000_5000], 0, 1);
        uint registered = _mmu.Heap.Stats.Allocated;
        for (int i = 0; i < 3; i++)
        {
            _mmu.Mobjs.IncMap(mobj).ShouldBe(TeeResult.SUCCESS);
            _mmu.Mobjs.DecMap(mobj).ShouldBe(TeeResult.SUCCESS);
        }

        _mmu.TeeMm.FreeBytes(TestMmu.ShmPool).ShouldBe(5 * TestMmu.Page);
        _mmu.Mobjs.GetVa(mobj, 0).ShouldBe(TestMmu.ShmVa + 0x2000, "the last mapping is still there");
        (_mmu.Heap.Stats.Allocated - registered).ShouldBe(3u * 0x30, "three blocks of 16 bytes");
        _mmu.Mobjs.MobjPut(mobj);
        _mmu.TeeMm.FreeBytes(TestMmu.ShmPool).ShouldBe(6 * TestMmu.Page, "only the last entry is known");
        (_mmu.Heap.Stats.Allocated - _mmu.Start).ShouldBe(2u * 0x30);
        _mmu.ShouldAllBeSound();
    }

    [Fact]
    public void In_4_10_the_last_dec_map_unmaps()
    {
        TestMmu mmu = TestMmu.WithPools(MmuBuild.V7, profile: TestMmu.Optee410);
        ulong mobj = mmu.Mobjs.MobjRegShmAlloc([0x8000_5000], 0, 1);
        uint registered = mmu.Heap.Stats.Allocated;
        for (int i = 0; i < 3; i++)
        {
            mmu.Mobjs.IncMap(mobj).ShouldBe(TeeResult.SUCCESS);
            mmu.Mobjs.DecMap(mobj).ShouldBe(TeeResult.SUCCESS);
        }

        mmu.Heap.Stats.Allocated.ShouldBe(registered);
        mmu.Mobjs.GetVa(mobj, 0).ShouldBe(0UL);
        mmu.Mobjs.MobjPut(mobj);
        mmu.Heap.Stats.Allocated.ShouldBe(mmu.Start);
    }

    [Fact]
    public void A_dec_map_without_inc_map_is_a_panic()
    {
        ulong mobj = _mmu.Mobjs.MobjRegShmAlloc([0x8000_5000], 0, 1);

        PanicAssertions.ShouldPanic(() => _mmu.Mobjs.DecMap(mobj)).Kind.ShouldBe(CorePanicKind.Assertion);
        _mmu.Mobjs.DecMap(0).ShouldBe(TeeResult.GENERIC);
        _mmu.Mobjs.IncMap(0).ShouldBe(TeeResult.GENERIC);
        ulong other = _mmu.Sdp(1);
        _mmu.Mobjs.IncMap(other).ShouldBe(TeeResult.SUCCESS);
        _mmu.Mobjs.DecMap(other).ShouldBe(TeeResult.SUCCESS);
    }

    [Fact]
    public void A_cookie_releases_an_object_once_and_only_when_it_is_unguarded()
    {
        ulong mobj = _mmu.Mobjs.MobjRegShmAlloc([0x8000_5000], 0, 5);
        _mmu.Mobjs.MobjRegShmReleaseByCookie(6).ShouldBe(TeeResult.BAD_PARAMETERS);
        _mmu.Mobjs.MobjRegShmReleaseByCookie(5).ShouldBe(TeeResult.BAD_PARAMETERS, "guarded");
        _mmu.Mobjs.MobjRegShmUnguard(mobj);
        _mmu.Mobjs.MobjRegShmGetByCookie(6).ShouldBe(0UL);
        _mmu.Mobjs.MobjRegShmGetByCookie(5).ShouldBe(mobj);

        _mmu.Mobjs.MobjRegShmReleaseByCookie(5).ShouldBe(TeeResult.SUCCESS);
        _mmu.Mobjs.MobjRegShmReleaseByCookie(5).ShouldBe(TeeResult.BAD_PARAMETERS, "being released");
        _mmu.Mobjs.RegisteredShm.ShouldBe([mobj], "somebody still holds a reference");
        _mmu.Mobjs.MobjPut(mobj);

        _mmu.Mobjs.RegisteredShm.ShouldBeEmpty();
        _mmu.Heap.Stats.Allocated.ShouldBe(_mmu.Start);
    }

    [Fact]
    public void The_list_is_newest_first_and_closes_over_a_gap()
    {
        ulong[] mobjs = [.. Enumerable.Range(0, 3).Select(i => _mmu.Mobjs.MobjRegShmAlloc([0x8000_5000], 0, (ulong)i))];
        _mmu.Mobjs.RegisteredShm.ShouldBe(mobjs.Reverse());

        _mmu.Mobjs.MobjPut(mobjs[1]);
        _mmu.Mobjs.RegisteredShm.ShouldBe([mobjs[2], mobjs[0]]);
        _mmu.Mobjs.MobjPut(mobjs[2]);
        _mmu.Mobjs.RegisteredShm.ShouldBe([mobjs[0]]);

        _mmu.Memory.Write<uint>(mobjs[0] + 16) = (uint)mobjs[0];
        PanicAssertions.ShouldPanic(() => _mmu.Mobjs.MobjRegShmGetByCookie(9)).Kind.ShouldBe(CorePanicKind.Hang);
    }

    [Fact]
    public void It_can_be_mapped_into_a_TA()
    {
        ulong mobj = _mmu.Mobjs.MobjRegShmAlloc([0x8000_5000], 0, 0);

        _mmu.Map(mobj, 1);

        ((ulong)_mmu.Regions.Single().Attr & 0x1800).ShouldBe(0x1000UL, "cached, not secure");
    }
}
