using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel.Tests.Worlds;

/// <summary>The sentences about options that contradict themselves.</summary>
public class ValidateOptionsTests
{
    private static readonly TargetProfile Profile = TargetProfiles.Optee310Arm32;

    [Fact]
    public void Every_profile_can_boot() =>
        TargetProfiles.All.ShouldAllBe(p => TestWorld.Options(p).Validate().Count == 0);

    [Theory]
    [InlineData(1023UL)]
    [InlineData(0UL)]
    [InlineData(0x400_0001UL)]
    [InlineData(ulong.MaxValue)]
    public void A_heap_has_a_smallest_and_a_largest_size(ulong size) =>
        With(Profile.Boot with { HeapSize = size }).ShouldBe(
            [new SetupProblem(SetupSubject.Heap, $"found a heap of {size} bytes; it must have 1024 to 67108864")]);

    [Theory]
    [InlineData(1024UL)]
    [InlineData(0x400_0000UL)]
    public void Both_may_be_had(ulong size) => With(Profile.Boot with { HeapSize = size }).ShouldBeEmpty();

    [Theory]
    [InlineData(0x5a00_0000UL, 0UL, "the video memory is empty; it needs at least one page")]
    [InlineData(0x5a00_0800UL, 0x1000UL, "the video memory starts or ends inside a page of 0x1000 bytes")]
    [InlineData(0x5a00_0000UL, 0x1800UL, "the video memory starts or ends inside a page of 0x1000 bytes")]
    [InlineData(0xffff_f000UL, 0x2000UL, "the video memory goes beyond the last physical address 0xffffffff")]
    [InlineData(0x1_0000_0000UL, 0x1000UL, "the video memory goes beyond the last physical address 0xffffffff")]
    [InlineData(0x5a00_0000UL, 0xffff_ffff_ffff_f000UL, "the video memory goes beyond the last physical address 0xffffffff")]
    [InlineData(0x0550_0000UL, 0x1000UL, "the video memory overlaps the TA RAM, which lies from 0x5500000 to 0x6cfffff")]
    [InlineData(0x052f_f000UL, 0x2000UL, "the video memory overlaps the core's RAM, which lies from 0x5300000 to 0x54fffff")]
    [InlineData(0x0500_0000UL, 0x0010_1000UL, "the video memory overlaps the shared memory, which lies from 0x5100000 to 0x52fffff")]
    public void The_video_memory_is_a_range_of_its_own(ulong start, ulong size, string expected)
    {
        IReadOnlyList<SetupProblem> problems = With(Profile.Boot with { Vdec = new AddressRange(start, size) });

        problems[0].Subject.ShouldBe(SetupSubject.Vdec);
        problems.Select(p => p.Message).ShouldContain(expected);
    }

    [Theory]
    [InlineData(0xffff_f000UL, 0x1000UL)]
    [InlineData(0x5a00_0000UL, 0x1000UL)]
    public void It_may_end_at_the_last_address(ulong start, ulong size) =>
        With(Profile.Boot with { Vdec = new AddressRange(start, size) }).ShouldBeEmpty();

    [Fact]
    public void The_profiles_own_ranges_are_checked_too()
    {
        With(Profile.Boot with { TaRam = Profile.Boot.TeeRam }).ShouldBe(
            [new SetupProblem(SetupSubject.TaRam, "the TA RAM overlaps the core's RAM, which lies from 0x5300000 to 0x54fffff")]);
        With(Profile.Boot with { NsecShm = default }).ShouldBe(
            [new SetupProblem(SetupSubject.Profile, "the shared memory is empty; it needs at least one page")]);
        With(Profile.Boot with { TeeRam = new AddressRange(1, 1) }).ShouldBe(
            [new SetupProblem(SetupSubject.Profile, "the core's RAM starts or ends inside a page of 0x1000 bytes")]);
    }

    [Theory]
    [InlineData(0x11_0000UL, 0x0558_0000UL, 0UL, "the region is empty; a region has at least one page")]
    [InlineData(0x11_0800UL, 0x0558_0000UL, 0x1000UL, "the region has the va 0x110800, which is no multiple of 0x1000")]
    [InlineData(0x11_0000UL, 0x0558_0001UL, 0x1000UL, "the region has the pa 0x5580001, which is no multiple of 0x1000")]
    [InlineData(0x11_0000UL, 0x0558_0000UL, 0x1001UL, "the region has the size 0x1001, which is no multiple of 0x1000")]
    [InlineData(0x0f_f000UL, 0x0558_0000UL, 0x1000UL, "the region lies outside of the TA's addresses, 0x100000 to 0x1ffffff")]
    [InlineData(0x1ff_f000UL, 0x0558_0000UL, 0x2000UL, "the region lies outside of the TA's addresses, 0x100000 to 0x1ffffff")]
    [InlineData(0x10_2000UL, 0x0558_0000UL, 0x1000UL,
        "the region lies in the guard page behind the kernel's entry code; start it at 0x103000 or above")]
    [InlineData(0x10_1000UL, 0x0558_0000UL, 0x2000UL, "the region overlaps the kernel's entry code, which every TA has as its region 0")]
    [InlineData(0x11_0000UL, 0x5a00_0000UL, 0x1000UL,
        "the region has the physical address 0x5a000000, which is in neither the TA RAM, the core's RAM nor the shared memory")]
    [InlineData(0x11_0000UL, 0x06cf_f000UL, 0x2000UL,
        "the region has the physical address 0x6cff000, which is in neither the TA RAM, the core's RAM nor the shared memory")]
    [InlineData(0x14_1000UL, 0x0558_0000UL, 0x1000UL, "the region overlaps the TA's region at va 0x140000")]
    [InlineData(0x13_f000UL, 0x0558_0000UL, 0x2000UL, "the region overlaps the TA's region at va 0x140000")]
    public void A_TAs_regions_lie_in_its_addresses_and_in_RAM(ulong va, ulong pa, ulong size, string expected)
    {
        TaRegion[] regions = [new(0x14_0000, 0x0558_0000, 0x2000, Mattr.Ur), new(va, pa, size, Mattr.Ur)];
        var ta = new TaDefinition("drm", TestWorld.Drm, TaFlags.None, regions);

        (TestWorld.Options(Profile) with { Tas = [ta] }).Validate().ShouldBe([new SetupProblem(SetupSubject.TaRegion, expected, "drm", 1)]);
    }

    [Fact]
    public void Several_problems_are_all_told()
    {
        TaRegion region = new(0, 0, 0, Mattr.None);
        SecureWorldOptions options = TestWorld.Options(Profile with { Boot = Profile.Boot with { HeapSize = 1, Vdec = default } }) with
        {
            Tas =
            [
                new TaDefinition("a", TestWorld.Drm, TaFlags.None, [region, region]),
                new TaDefinition("b", TestWorld.Tvp, TaFlags.None, [region]),
            ],
        };

        options.Validate().Select(p => (p.Subject, p.Ta, p.Region)).ShouldBe(
        [
            (SetupSubject.Heap, "", 0), (SetupSubject.Vdec, "", 0),
            (SetupSubject.TaRegion, "a", 0), (SetupSubject.TaRegion, "a", 1), (SetupSubject.TaRegion, "b", 0),
        ]);
    }

    [Fact]
    public void Booting_from_them_is_an_error_of_the_caller()
    {
        SecureWorldOptions options = TestWorld.Options(Profile with { Boot = Profile.Boot with { HeapSize = 1 } });

        ArgumentException error = Should.Throw<ArgumentException>(() => SecureWorld.Boot(options));

        error.Message.ShouldStartWith("found a heap of 1 byte; it must have 1024 to 67108864");
    }

    private static IReadOnlyList<SetupProblem> With(BootLayout boot) =>
        (TestWorld.Options(Profile) with { Profile = Profile with { Boot = boot }, Tas = [] }).Validate();
}
