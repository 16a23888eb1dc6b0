using TeeSim.Core.Profiles;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Mmu.Tests.UserSpace;

/// <summary>The region table, letter by letter.</summary>
public class PrintMappingsTests
{
    private static readonly ulong Context = TestMmu.Context(0);

    [Fact]
    public void Upstream_starts_with_a_blank_and_pads_the_index()
    {
        TestMmu mmu = Eleven(TargetProfiles.Optee310Arm32);

        IReadOnlyList<string> lines = mmu.Mmu.MappingLines(Context);

        lines.Count.ShouldBe(11);
        lines[0].ShouldBe(" region  0: va 0x00100000 pa 0x05304000 size 0x002000 flags ---R-X");
        lines[9].ShouldBe(" region  9: va 0x0010b000 pa 0x5a080000 size 0x001000 flags rw-RW-");
        lines[10].ShouldBe(" region 10: va 0x0010c000 pa 0x5a000000 size 0x108000 flags r-x---");
    }

    [Fact]
    public void The_vendor_does_neither()
    {
        TestMmu mmu = Eleven(TargetProfiles.Amlogic39Arm32);

        IReadOnlyList<string> lines = mmu.Mmu.MappingLines(Context);

        lines[0].ShouldBe("region 0: va 0x00100000 pa 0x05304000 size 0x002000 flags ---R-X");
        lines[9].ShouldBe("region 9: va 0x0010b000 pa 0x5a080000 size 0x001000 flags rw-RW-");
        lines[10].ShouldBe("region 10: va 0x0010c000 pa 0x5a000000 size 0x108000 flags r-x---");
    }

    [Theory]
    [InlineData("lpae", " region  0: va 0x40000000 pa 0x5a000000 size 0x001000 flags rw-RW-")]
    [InlineData("lpa", " region  0: va 0x40000000 pa 0x000000005a000000 size 0x001000 flags rw-RW-")]
    [InlineData("lp64", " region  0: va 0x0000000040000000 pa 0x000000005a000000 size 0x001000 flags rw-RW-")]
    public void Addresses_have_the_digits_of_their_type(string build, string expected)
    {
        var mmu = TestMmu.WithContext(MmuBuild.Named(build));
        mmu.Map(mmu.Sdp(1), 1);

        mmu.Mmu.MappingLines(Context).ShouldBe([expected]);
    }

    [Fact]
    public void Each_letter_stands_for_one_bit()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(1);
        Mattr[] bits = [Mattr.Ur, Mattr.Uw, Mattr.Ux, Mattr.Pr, Mattr.Pw, Mattr.Px];
        foreach (Mattr bit in bits) mmu.Map(mobj, 1, prot: bit);

        mmu.Mmu.MappingLines(Context).Select(l => l[^6..]).ShouldBe(["r-----", "-w----", "--x---", "---R--", "----W-", "-----X"]);
    }

    [Fact]
    public void A_physical_address_that_cannot_be_told_is_0()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        mmu.Mmu.AddRwMem(Context, mmu.Mobjs.MobjShmAlloc(TestMmu.Shm, 0, 0), out _);

        mmu.Mmu.MappingLines(Context).ShouldBe([" region  0: va 0x00100000 pa 0x00000000 size 0x000000 flags ------"]);
    }

    [Theory]
    [InlineData("optee-3.10-arm32", "E/TC:? 0  region  0: va 0x00100000 pa 0x5a000000 size 0x001000 flags rw-RW-")]
    [InlineData("amlogic-3.9-arm32", "[    0.000000@0] [TEE] E/TC:? 00 region 0: va 0x00100000 pa 0x5a000000 size 0x001000 flags rw-RW-")]
    public void Printing_gives_a_raw_error_line_for_each_region(string profile, string expected)
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7, TargetProfiles.Find(profile));
        mmu.Map(mmu.Sdp(1), 1);
        mmu.Lines.Clear();

        mmu.Mmu.PrintMappings(Context);

        mmu.Lines.ShouldBe([expected]);
    }

    private static TestMmu Eleven(TargetProfile profile)
    {
        var mmu = new TestMmu(MmuBuild.V7, 0x4000, profile);
        ulong tee = mmu.Mobjs.MobjPhysAlloc(TestMmu.TeeRam, 0x1_0000, 1, BufferAttribute.TeeRam);
        mmu.Mmu.KernelEntry = new KernelEntry(tee, 0x4000, 0x2000);
        mmu.Mmu.VmInfoInit(Context);
        for (ulong i = 0; i < 9; i++) mmu.Map(mmu.Sdp(1, 0x5a00_0000 + i * 0x1_0000), 1);
        mmu.Map(mmu.Sdp(0x108), 0x108, prot: Mattr.Ur | Mattr.Ux);
        return mmu;
    }
}
