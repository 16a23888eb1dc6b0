using TeeSim.Core;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Tests.Drivers;

/// <summary>What entry points are called with.</summary>
public class EntryArgumentsTests
{
    private static readonly EntryPoint Entry = new(
        "open",
        "Opens",
        [
            new("size", EntryParameterType.Size),
            new("old", EntryParameterType.Handle) { Handle = "thing", IsOptional = true },
            new("part", EntryParameterType.Range) { IsOptional = true, Most = 4 },
            new("ta", EntryParameterType.Ta) { IsOptional = true },
            new("shm", EntryParameterType.SharedBuffer) { IsOptional = true },
        ]);

    [Fact]
    public void What_is_left_out_is_null_or_nothing()
    {
        var arguments = new EntryArguments(Entry);

        (arguments.Number("size"), arguments.Number(0), arguments.Handle("old"), arguments.Buffer("shm")).ShouldBe((null, 0UL, 0UL, 0UL));
        (arguments.Range("part"), arguments.Ta("ta"), arguments.IsGiven("ta")).ShouldBe((null, null, false));
        arguments.Ranges("part").ShouldBeEmpty();
    }

    [Fact]
    public void Each_kind_comes_out_as_it_was_set()
    {
        EntryArguments arguments = new EntryArguments(Entry).Set("size", 0).Set("old", 7).Set("ta", TestWorld.Drm).Set("shm", 9)
            .Add("part", new AddressRange(1, 2)).Add("part", new AddressRange(3, 4));

        (arguments.Number("size"), arguments.Number(1), arguments.Handle("old"), arguments.Buffer("shm")).ShouldBe((0UL, 7UL, 7UL, 9UL));
        (arguments.Range("part"), arguments.Ta("ta"), arguments.IsGiven("size")).ShouldBe((new AddressRange(1, 2), TestWorld.Drm, true));
        arguments.Ranges("part").ShouldBe([new AddressRange(1, 2), new AddressRange(3, 4)]);
    }

    [Fact]
    public void A_copy_is_set_on_its_own()
    {
        EntryArguments arguments = new EntryArguments(Entry).Set("old", 1).Add("part", new AddressRange(1, 2));

        EntryArguments copy = arguments.Copy().Set(Entry.PositionOf("old"), 2).Add("part", new AddressRange(3, 4));

        (arguments.Handle("old"), copy.Handle("old")).ShouldBe((1UL, 2UL));
        (arguments.Ranges("part").Count, copy.Ranges("part").Count).ShouldBe((1, 2));
        copy.Entry.ShouldBeSameAs(Entry);
    }

    [Fact]
    public void A_name_that_the_entry_point_does_not_have_is_a_mistake_of_the_driver() =>
        Should.Throw<ArgumentException>(() => new EntryArguments(Entry).Number("pa")).Message
            .ShouldStartWith("'open' has no parameter 'pa'");

    [Fact]
    public void A_function_has_the_entry_points_name_unless_it_says_another_one()
    {
        Entry.Function.ShouldBe("open");
        (Entry with { Function = "vendor_open" }).Function.ShouldBe("vendor_open");
        (Entry with { Name = "begin" }).Function.ShouldBe("begin");
    }

    [Fact]
    public void Shared_buffers_are_passed_with_the_call()
    {
        EntryPoint entry = ScriptedDriver.Run with { Parameters = [new("shm", EntryParameterType.SharedBuffer)] };
        int regions = 0;
        ulong cookie = 0;
        TestWorld test = new ScriptedDriver((core, arguments) =>
        {
            (regions, cookie) = (core.Regions(core.CurrentContext).Count, arguments.Buffer("shm"));
            return new EntryOutcome(TeeResult.SUCCESS);
        })
        { EntryPoints = [entry] }.Boot();
        uint session = test.Open(TestWorld.Drm);
        ulong shared = test.World.RegisterShm("p", 0x1000).Value;

        test.World.Invoke("p", session, entry, new EntryArguments(entry).Set("shm", shared)).IsSuccess.ShouldBeTrue();

        (regions, cookie).ShouldBe((test.RegionsOf(TestWorld.Drm).Count + 1, shared));
        test.World.Invoke("p", session, entry, new EntryArguments(entry).Set("shm", 12)).Result.ShouldBe(TeeResult.BAD_PARAMETERS);
        test.World.ReleaseShm("p", shared).IsSuccess.ShouldBeTrue();
    }

    [Fact]
    public void A_setting_that_is_not_set_has_its_default()
    {
        var setting = new DriverSetting("most", "most N", 5, "how many");

        DriverSettings.None[setting].ShouldBe(5UL);
        DriverSettings set = DriverSettings.None.With("most", 1).With("a", 0);
        (set[setting], set.Find("most"), set.Find("other")).ShouldBe((1UL, 1UL, null));
        set.Names.ShouldBe(["a", "most"]);
    }
}
