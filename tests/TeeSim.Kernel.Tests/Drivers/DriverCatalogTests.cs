using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.Kernel.Tests.Drivers;

/// <summary>The drivers that TeeSim knows, and what they say of themselves.</summary>
public class DriverCatalogTests
{
    public static TheoryData<string> Names => [.. DriverCatalog.All.Select(d => d.Name)];

    [Fact]
    public void The_driver_as_shipped_is_the_default()
    {
        DriverCatalog.All.Select(d => d.Name).ShouldBe([.. TvpDrivers.All.Select(d => d.Name), "crypto", "crypto-reaper"]);
        new SecureWorldOptions { Profile = Core.Profiles.TargetProfiles.Amlogic39Arm32 }.Driver.Name.ShouldBe("shipped");
        DriverCatalog.Find("crypto-reaper").ShouldBeSameAs(DriverCatalog.All[^1]);
        DriverCatalog.Find("none").ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Entry_points_fit_together(string name)
    {
        IDriverFactory driver = DriverCatalog.Find(name)!;

        driver.EntryPoints.ShouldBeSameAs(driver.EntryPoints);
        driver.EntryPoints.Select(e => e.Name).ShouldBeUnique();
        foreach (EntryPoint entry in driver.EntryPoints)
        {
            entry.Parameters.Select(p => p.Name).ShouldBeUnique();
            entry.Parameters.ShouldAllBe(
                p => p.Type == EntryParameterType.Handle == (p.Handle != null) && (p.Most == 1 || p.Type == EntryParameterType.Range));
            entry.Summary.ShouldNotEndWith(".");
            if (entry.Context == EntryContext.Handle) entry.Parameters.ShouldContain(p => p.Type == EntryParameterType.Handle);
            if (entry.ClosedBy is not { } closer) continue;
            EntryPoint closing = driver.EntryPoints.Single(e => e.Name == closer);
            closing.Parameters.ShouldAllBe(p => p.IsOptional || p.Handle == entry.Gives!.Noun || entry.PositionOf(p.Name) >= 0);
        }
    }

    [Theory]
    [InlineData(1UL, TeeResult.BUSY)]
    [InlineData(2UL, TeeResult.SUCCESS)]
    [InlineData(1UL << 32, TeeResult.SUCCESS)]
    public void A_TVP_driver_is_set_by_name(ulong maps, TeeResult second)
    {
        TestWorld test =
            TestWorld.Amlogic(o => o with { DriverSettings = DriverSettings.None.With(DriverCatalog.All[0].Settings.Single().Name, maps) });
        uint session = test.Open(TestWorld.Drm);
        test.OpenChannel(session, out _);

        test.Map(session, TestWorld.Input, 0x1000, out _).ShouldBe(TeeResult.SUCCESS);
        test.Map(session, TestWorld.Input + 0x1000, 0x1000, out _).ShouldBe(second);
    }

    [Fact]
    public void A_TVP_driver_does_not_support_other_entry_points()
    {
        TestWorld test = TestWorld.Amlogic();
        uint session = test.Open(TestWorld.Drm);

        ScriptedDriver.Call(test, session).Result.ShouldBe(TeeResult.NOT_SUPPORTED);
        test.World.Driver.Count("operation").ShouldBe(0);
    }
}
