using TeeSim.Core.Profiles;
using TeeSim.Kernel;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Kernel.Tvp;

namespace TeeSim.Benchmarks;

/// <summary>
/// Two TAs that are loaded from their binaries, as upstream loads them, with a channel switch while both are there:
/// nobody listens, nothing is logged.
/// </summary>
internal sealed class LoadedTas
{
    /// <summary>What a script needs for the same world.</summary>
    public const string Settings = """
        target optee-3.10-arm32
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session
        ta tvp 37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance multi_session

        """;

    /// <summary>One round in a script.</summary>
    public const string Round = """
        input  t  = open_session(tvp)
        player s  = open_session(drm)
        input  ch = open_channel(t, 0x5a300000 + 1M, bind: drm)
        player map(s, 0x5a399000, 0x1000)
        player unmap(s, 0x5a399000, 0x1000)
        input  close_channel(ch)
        player close_session(s)
        input  close_session(t)

        """;

    private static readonly TaDefinition Drm = Ta("drm", "acbe4b66-6e40-46dc-a2fe-a576922cf170");
    private static readonly TaDefinition Tvp = Ta("tvp", "37eb0e02-c43d-48a8-a129-a95dd3d43929");
    private static readonly OpenChannelRequest Channel = IncidentWorld.Channel with { BoundTa = Drm.Uuid };

    /// <summary>Both TAs closed.</summary>
    public SecureWorld World { get; } = Boot();

    /// <summary>A world that has just booted.</summary>
    public static SecureWorld Boot() =>
        SecureWorld.Boot(new SecureWorldOptions { Profile = TargetProfiles.Optee310Arm32, Tas = [Drm, Tvp] });

    /// <summary>Loads both, switches the channel in the right order, unloads both: eight calls.</summary>
    public void LoadSwitchUnload()
    {
        uint input = Open("input", Tvp);
        uint player = Open("player", Drm);
        uint channel = (uint)Checked(World.OpenChannel("input", input, Channel)).Value;
        Checked(World.Map("player", player, IncidentWorld.Buffer.Start, IncidentWorld.Buffer.Size));
        Checked(World.Unmap("player", player, IncidentWorld.Buffer.Start, IncidentWorld.Buffer.Size));
        Checked(World.CloseChannel("input", input, channel));
        Checked(World.CloseSession("player", player));
        Checked(World.CloseSession("input", input));
    }

    /// <summary>Loads both and leaves them there.</summary>
    public void Load()
    {
        Open("input", Tvp);
        Open("player", Drm);
    }

    private static TaDefinition Ta(string name, string uuid) =>
        new(name, Guid.Parse(uuid), TaFlags.SingleInstance | TaFlags.MultiSession, []) { Image = new TaImage() };

    private uint Open(string process, TaDefinition ta) => (uint)Checked(World.OpenSession(process, ta.Uuid)).Value;

    private static TeeOutcome Checked(TeeOutcome outcome) =>
        outcome.IsSuccess ? outcome : throw new InvalidOperationException($"the call returned {outcome.Result}");
}
