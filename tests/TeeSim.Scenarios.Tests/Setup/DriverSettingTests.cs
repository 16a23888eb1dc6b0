using TeeSim.Core;
using TeeSim.Core.Diagnostics;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Scenarios.Tests.Setup;

/// <summary>A driver declares what scripts can set of it; the language has no setting of any driver by itself.</summary>
public class DriverSettingTests
{
    private const string Head = "target amlogic-3.9-arm32\nta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session\n";
    private const string Calls = "app s = open_session(drm)\napp take(s)\napp take(s)\n";

    [Theory]
    [InlineData("", "line 5: `app: take(s)` returned BUSY, expected SUCCESS")]
    [InlineData("slots 2\n", null)]
    [InlineData("slots 0x1\n", "line 6: `app: take(s)` returned BUSY, expected SUCCESS")]
    public void What_a_script_sets_reaches_the_driver(string setting, string? failure)
    {
        Scenario scenario =
            Scenario.Parse("x.tee", $"{Head}{setting}{Calls}", out IReadOnlyList<Diagnostic> diagnostics, driver: new SlotsFactory())
                .ShouldNotBeNull(string.Join('\n', diagnostics));
        RunReport report = ScenarioRunner.Run(scenario, new RunOptions());
        report.Failures.Select(f => $"line {f.Line}: {f.Message}").ShouldBe(failure is null ? [] : [failure]);
    }

    [Theory]
    [InlineData("slot 2\n", "x.tee:3:1: unknown setting of the driver 'slot'; did you mean 'slots'?")]
    [InlineData("maps_per_channel 2\n", "x.tee:3:1: unknown setting of the driver 'maps_per_channel'; the only one is slots")]
    [InlineData("slots 2\nslots 2\n", "x.tee:4:1: found a second 'slots'; line 3 has set it already")]
    [InlineData("slots two\n", "x.tee:3:10: found the end of the line where '=' or '(' is expected")]
    public void Mistakes_are_said(string setting, string sentence)
    {
        Scenario.Parse("x.tee", $"{Head}{setting}{Calls}", out IReadOnlyList<Diagnostic> diagnostics, driver: new SlotsFactory())
            .ShouldBeNull();
        diagnostics.ShouldHaveSingleItem().ToString().ShouldBe(sentence);
    }

    [Fact]
    public void A_driver_without_settings_says_so()
    {
        Scenario.Parse("x.tee", $"{Head}driver crypto\nmaps_per_channel 2\n", out IReadOnlyList<Diagnostic> diagnostics).ShouldBeNull();
        diagnostics.ShouldHaveSingleItem().ToString().ShouldBe("x.tee:4:1: unknown setting of the driver 'maps_per_channel'; it has none");
    }

    [Fact]
    public void A_script_that_sets_something_is_not_for_a_driver_that_does_not_have_it()
    {
        Scenario scenario = Scenario.Parse("x.tee", $"{Head}maps_per_channel 2\n", out _).ShouldNotBeNull();
        scenario.WithDriver(DriverCatalog.Find("crypto")!, out IReadOnlyList<Diagnostic> diagnostics).ShouldBeNull();
        diagnostics.ShouldHaveSingleItem().ToString().ShouldBe("x.tee:3:1: unknown setting of the driver 'maps_per_channel'; it has none");
    }

    // So many calls succeed as there are slots.
    private sealed class SlotsFactory : IDriverFactory
    {
        private static readonly DriverSetting Slots = new("slots", "slots N", 1, "how many times it can be taken");

        public string Name => "slots";

        public IReadOnlyList<EntryPoint> EntryPoints { get; } = [new EntryPoint("take", "Takes a slot", [])];

        public IReadOnlyList<DriverSetting> Settings { get; } = [Slots];

        public IDriver Create(ITeeCore core, DriverSettings settings) => new Driver(core, settings[Slots]);

        private sealed class Driver(ITeeCore core, ulong slots) : IDriver
        {
            private readonly ulong _taken = core.StaticData(sizeof(uint));

            public EntryOutcome Enter(EntryPoint entry, EntryArguments arguments)
            {
                uint taken = core.Memory.Read<uint>(_taken);
                if (taken >= slots) return new EntryOutcome(TeeResult.BUSY);
                core.Memory.Write<uint>(_taken) = taken + 1;
                return new EntryOutcome(TeeResult.SUCCESS);
            }
        }
    }
}
