using TeeSim.Core;
using TeeSim.Core.Diagnostics;
using TeeSim.Core.Profiles;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Mmu.UserSpace;
using TeeSim.Scenarios.Checking;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Setup;

/// <summary>Turns a checked script's settings into what a world boots with.</summary>
internal static class ScenarioSetup
{
    public static KnownNames KnownNames { get; } = new([.. TargetProfiles.All.Select(p => p.Name)], [.. DriverCatalog.All.Select(d => d.Name)]);

    /// <summary>The options; or, in their place, what contradicts itself in the settings.</summary>
    public static SecureWorldOptions? Options(Script script, List<Diagnostic> diagnostics)
    {
        TargetProfile profile = TargetProfiles.Find(Single<TargetStatement>(script)!.Profile.Text)!;
        if (Single<HeapStatement>(script) is { } heap) profile = profile with { Boot = profile.Boot with { HeapSize = heap.Size.Value } };
        if (Single<VdecStatement>(script) is { } vdec)
            profile = profile with { Boot = profile.Boot with { Vdec = RangeOf(vdec.Range) } };
        if (Single<TaRamStatement>(script) is { } taRam) profile = profile with { Boot = profile.Boot with { TaRam = RangeOf(taRam.Range) } };
        if (Single<ShmVaspaceStatement>(script) is { } shm) profile = profile with { Boot = profile.Boot with { ShmVaspace = RangeOf(shm.Range) } };
        if (Single<VcoreStatement>(script) is { } vcore) profile = profile with { Boot = profile.Boot with { Vcore = RangeOf(vcore.Range) } };
        if (Single<ThreadsStatement>(script) is { } threads)
        {
            if (threads.Count.Value is 0 or > MostThreads) diagnostics.Add(new Diagnostic(threads.Count.Position, $"found {threads.Count.Text} threads; a core has 1 to {MostThreads}"));
            else profile = profile with { Vm = profile.Vm.WithThreads((int)threads.Count.Value) };
        }

        var options = new SecureWorldOptions
        {
            Profile = profile,
            Tas = [.. script.Statements.OfType<TaStatement>().Select(Definition)],
            Driver = DriverOf(script),
            DriverSettings = Single<MapsPerChannelStatement>(script) is { } maps ? DriverSettings.None.With("maps_per_channel", maps.Count.Value) : DriverSettings.None,
            GuardDriver = true,
        };
        foreach (SetupProblem problem in options.Validate()) diagnostics.Add(new Diagnostic(PositionOf(script, problem), problem.Message));
        return diagnostics.Count == 0 ? options : null;
    }

    /// <summary>The driver that a script names; the first one for a script that names none, or one that nobody knows.</summary>
    public static IDriverFactory DriverOf(Script script) => (Single<DriverStatement>(script) is { } named ? DriverCatalog.Find(named.Driver.Text) : null) ?? DriverCatalog.All[0];

    private const ulong MostThreads = 256;

    private static T? Single<T>(Script script) where T : Statement => script.Statements.OfType<T>().FirstOrDefault();

    private static AddressRange RangeOf(RangeValue range) => new(range.Base.Value, range.Size.Value);

    private static TaDefinition Definition(TaStatement ta) =>
        new(ta.Name.Text, ta.Uuid, Flags(ta), [.. ta.Regions.Select(r => new TaRegion(r.Va.Value, r.Pa.Value, r.Size.Value, Prot(r.Flags)))])
        {
            Image = ta.Regions.Count > 0 ? null : Image(ta),
        };

    // What a TA does not say about itself is that of a small one.
    private static TaImage Image(TaStatement ta)
    {
        var image = new TaImage();
        foreach (Statement line in ta.Body)
        {
            image = line switch
            {
                StackDeclaration stack => image with { StackSize = stack.Size.Value, StackUsed = stack.Used?.Value ?? 0 },
                HeapStatement heap => image with { HeapSize = heap.Size.Value },
                AslrDeclaration aslr => image with { AslrPages = (uint)Math.Min(aslr.Pages.Value, uint.MaxValue) },
                BinaryDeclaration binary => image with { BinarySize = binary.Size.Value },
                _ => image,
            };
        }

        return ta.Segments.Count == 0 ? image : image with { Segments = [.. ta.Segments.Select(s => new TaSegment(s.At.Value, s.Size.Value, Rights(s.Flags.Text)))] };
    }

    private static TaSegmentRights Rights(string flags) =>
        (flags[0] == 'r' ? TaSegmentRights.Read : 0) | (flags[1] == 'w' ? TaSegmentRights.Write : 0) | (flags[2] == 'x' ? TaSegmentRights.Execute : 0);

    private static TaFlags Flags(TaStatement ta)
    {
        TaFlags flags = TaFlags.None;
        foreach (Name name in ta.Flags)
        {
            flags |= name.Text switch
            {
                "single_instance" => TaFlags.SingleInstance,
                "multi_session" => TaFlags.MultiSession,
                "instance_keep_alive" => TaFlags.InstanceKeepAlive,
                "secure_data_path" => TaFlags.SecureDataPath,
                "cache_maintenance" => TaFlags.CacheMaintenance,
                _ => throw new InvalidOperationException($"{name.Position}: '{name.Text}' passed the check but is no flag"),
            };
        }

        return flags;
    }

    private static Mattr Prot(RegionFlags flags) =>
        (flags.UserRead ? Mattr.Ur : 0) | (flags.UserWrite ? Mattr.Uw : 0) | (flags.UserExecute ? Mattr.Ux : 0)
        | (flags.PrivilegedRead ? Mattr.Pr : 0) | (flags.PrivilegedWrite ? Mattr.Pw : 0) | (flags.PrivilegedExecute ? Mattr.Px : 0);

    // Of two ranges that overlap, the script may have set only one.
    private static SourcePosition PositionOf(Script script, SetupProblem problem) =>
        PositionOf(script, problem.Subject, problem)
        ?? (problem.Other is { } other ? PositionOf(script, other, problem) : null)
        ?? Single<TargetStatement>(script)!.Position;

    private static SourcePosition? PositionOf(Script script, SetupSubject subject, SetupProblem problem) => subject switch
    {
        SetupSubject.Heap when Single<HeapStatement>(script) is { } heap => heap.Size.Position,
        SetupSubject.Vdec when Single<VdecStatement>(script) is { } vdec => vdec.Range.Position,
        SetupSubject.TaRam when Single<TaRamStatement>(script) is { } taRam => taRam.Range.Position,
        SetupSubject.ShmVaspace when Single<ShmVaspaceStatement>(script) is { } shm => shm.Range.Position,
        SetupSubject.Vcore when Single<VcoreStatement>(script) is { } vcore => vcore.Range.Position,
        SetupSubject.TaSegment => TaOf(script, problem).Segments[problem.Region].Position,
        SetupSubject.TaStack => LineOf<StackDeclaration>(script, problem),
        SetupSubject.TaHeap => LineOf<HeapStatement>(script, problem),
        SetupSubject.TaAslr => LineOf<AslrDeclaration>(script, problem),
        SetupSubject.TaBinary => LineOf<BinaryDeclaration>(script, problem),
        SetupSubject.Ta => TaOf(script, problem).Position,
        SetupSubject.TaRegion => TaOf(script, problem).Regions[problem.Region].Position,
        _ => null,
    };

    private static TaStatement TaOf(Script script, SetupProblem problem) => script.Statements.OfType<TaStatement>().First(t => t.Name.Text == problem.Ta);

    private static SourcePosition LineOf<T>(Script script, SetupProblem problem) where T : Statement
    {
        TaStatement ta = TaOf(script, problem);
        return ta.Body.OfType<T>().FirstOrDefault()?.Position ?? ta.Position;
    }
}
