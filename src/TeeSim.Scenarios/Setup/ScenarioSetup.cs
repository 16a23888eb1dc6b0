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
    public static KnownNames KnownNames { get; } =
        new([.. TargetProfiles.All.Select(p => p.Name)], [.. DriverCatalog.All.Select(d => d.Name)]);

    /// <summary>The options; or, in their place, what contradicts itself in the settings.</summary>
    public static SecureWorldOptions? Options(Script script, List<Diagnostic> diagnostics)
    {
        TargetProfile profile = TargetProfiles.Find(Setting(script, SettingForm.Target)!.Name.Text)!;
        foreach (SettingEffect effect in SettingEffect.All)
        {
            if (Setting(script, effect.Form) is not { } setting) continue;
            if (effect.Problem?.Invoke(setting.Number) is { } problem) diagnostics.Add(new Diagnostic(setting.Value.Position, problem));
            else profile = effect.Apply(profile, setting);
        }

        var options = new SecureWorldOptions
        {
            Profile = profile,
            Tas = [.. script.Statements.OfType<TaStatement>().Select(Definition)],
            Driver = DriverOf(script),
            DriverSettings = script.Statements.OfType<SettingStatement>().Where(s => SettingForm.Find(s.Keyword) is null)
                .Aggregate(DriverSettings.None, (all, s) => all.With(s.Keyword, s.Number.Value)),
            GuardDriver = true,
        };
        foreach (SetupProblem problem in options.Validate()) diagnostics.Add(new Diagnostic(PositionOf(script, problem), problem.Message));
        return diagnostics.Count == 0 ? options : null;
    }

    /// <summary>The driver that a script names; the first one for a script that names none, or one that nobody knows.</summary>
    public static IDriverFactory DriverOf(Script script) =>
        (Setting(script, SettingForm.Driver) is { } named ? DriverCatalog.Find(named.Name.Text) : null) ?? DriverCatalog.All[0];

    private static SettingStatement? Setting(Script script, SettingForm form) =>
        script.Statements.OfType<SettingStatement>().FirstOrDefault(s => s.Is(form));

    private static TaDefinition Definition(TaStatement ta) =>
        new(ta.Name.Text, ta.Uuid, Flags(ta),
            [.. ta.Regions.Select(r => new TaRegion(r.Va.Value, r.Pa.Value, r.Size.Value, Prot(r.Flags)))])
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
                SettingStatement heap => image with { HeapSize = heap.Number.Value },
                AslrDeclaration aslr => image with { AslrPages = (uint)Math.Min(aslr.Pages.Value, uint.MaxValue) },
                BinaryDeclaration binary => image with { BinarySize = binary.Size.Value },
                _ => image,
            };
        }

        return ta.Segments.Count == 0
            ? image
            : image with { Segments = [.. ta.Segments.Select(s => new TaSegment(s.At.Value, s.Size.Value, Rights(s.Flags.Text)))] };
    }

    private static TaSegmentRights Rights(string flags) =>
        (flags[0] == 'r' ? TaSegmentRights.Read : 0) | (flags[1] == 'w' ? TaSegmentRights.Write : 0)
        | (flags[2] == 'x' ? TaSegmentRights.Execute : 0);

    private static TaFlags Flags(TaStatement ta) => ta.Flags.Aggregate(TaFlags.None, (flags, name) => flags | TaFlagNames.Of(name.Text));

    private static Mattr Prot(RegionFlags flags) =>
        (flags.UserRead ? Mattr.Ur : 0) | (flags.UserWrite ? Mattr.Uw : 0) | (flags.UserExecute ? Mattr.Ux : 0)
        | (flags.PrivilegedRead ? Mattr.Pr : 0) | (flags.PrivilegedWrite ? Mattr.Pw : 0) | (flags.PrivilegedExecute ? Mattr.Px : 0);

    // Of two ranges that overlap, the script may have set only one.
    private static SourcePosition PositionOf(Script script, SetupProblem problem) =>
        PositionOf(script, problem.Subject, problem)
        ?? (problem.Other is { } other ? PositionOf(script, other, problem) : null)
        ?? Setting(script, SettingForm.Target)!.Position;

    private static SourcePosition? PositionOf(Script script, SetupSubject subject, SetupProblem problem) => subject switch
    {
        SetupSubject.TaSegment => TaOf(script, problem).Segments[problem.Region].Position,
        SetupSubject.TaStack => LineOf<StackDeclaration>(script, problem),
        SetupSubject.TaHeap => LineOf<SettingStatement>(script, problem),
        SetupSubject.TaAslr => LineOf<AslrDeclaration>(script, problem),
        SetupSubject.TaBinary => LineOf<BinaryDeclaration>(script, problem),
        SetupSubject.Ta => TaOf(script, problem).Position,
        SetupSubject.TaRegion => TaOf(script, problem).Regions[problem.Region].Position,
        _ =>
            SettingEffect.All.FirstOrDefault(e => e.Subject == subject) is { } effect ? Setting(script, effect.Form)?.Value.Position : null,
    };

    private static TaStatement TaOf(Script script, SetupProblem problem) =>
        script.Statements.OfType<TaStatement>().First(t => t.Name.Text == problem.Ta);

    private static SourcePosition LineOf<T>(Script script, SetupProblem problem) where T : Statement
    {
        TaStatement ta = TaOf(script, problem);
        return ta.Body.OfType<T>().FirstOrDefault()?.Position ?? ta.Position;
    }
}
