using System.Globalization;
using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Kernel;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Setup;

/// <summary>What a setting does to the profile that a core boots with.</summary>
/// <param name="Form">The setting.</param>
/// <param name="Subject">What a problem with it is about; null when there can be none that only the core knows.</param>
/// <param name="Apply">The profile with it.</param>
internal sealed record SettingEffect(SettingForm Form, SetupSubject? Subject, Func<TargetProfile, SettingStatement, TargetProfile> Apply)
{
    private const ulong MostThreads = 256;

    /// <summary>Those that change the profile of the target: all but the target itself and the driver.</summary>
    public static IReadOnlyList<SettingEffect> All { get; } =
    [
        new(SettingForm.Heap, SetupSubject.Heap,
            (profile, heap) => profile with { Boot = profile.Boot with { HeapSize = heap.Number.Value } }),
        new(SettingForm.Vdec, SetupSubject.Vdec, (profile, vdec) => profile with { Boot = profile.Boot with { Vdec = RangeOf(vdec) } }),
        new(SettingForm.TaRam, SetupSubject.TaRam, (profile, ram) => profile with { Boot = profile.Boot with { TaRam = RangeOf(ram) } }),
        new(SettingForm.ShmVaspace, SetupSubject.ShmVaspace,
            (profile, shm) => profile with { Boot = profile.Boot with { ShmVaspace = RangeOf(shm) } }),
        new(SettingForm.Vcore, SetupSubject.Vcore,
            (profile, vcore) => profile with { Boot = profile.Boot with { Vcore = RangeOf(vcore) } }),
        new(SettingForm.Threads, null, (profile, threads) => profile with { Vm = profile.Vm.WithThreads((int)threads.Number.Value) })
        {
            Problem = number => number.Value is 0 or > MostThreads
                ? string.Create(CultureInfo.InvariantCulture, $"found {number.Text} threads; a core has 1 to {MostThreads}")
                : null,
        },
    ];

    /// <summary>Says why no core can have the number that is set; null for a range, and when any will do.</summary>
    public Func<Number, string?>? Problem { get; init; }

    private static AddressRange RangeOf(SettingStatement setting) => new(setting.Range.Base.Value, setting.Range.Size.Value);
}
