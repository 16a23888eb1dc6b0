namespace TeeSim.Core.Profiles;

/// <summary>The targets that TeeSim models.</summary>
public static partial class TargetProfiles
{
    /// <summary>OP-TEE 3.10.0 on a 32-bit core, short-descriptor page tables, two threads, debug build.</summary>
    public static TargetProfile Optee310Arm32 { get; } = MakeOptee310Arm32();

    /// <summary>
    /// The device of the incident: 3.9.0 with a vendor's edits, on a 32-bit core with more than nine threads. Against 3.10.0: two lines
    /// further down in <c>tee_mmu.c</c>, a session of 88 bytes, the vendor's dump lines.
    /// </summary>
    public static TargetProfile Amlogic39Arm32 { get; } = MakeAmlogic39Arm32();

    /// <summary>OP-TEE 3.10.0 on a 64-bit core, two threads, debug build.</summary>
    public static TargetProfile Optee310Arm64 { get; } = MakeOptee310Arm64();

    /// <summary>OP-TEE 4.10.0 on a 32-bit core, short-descriptor page tables, two threads, debug build.</summary>
    public static TargetProfile Optee410Arm32 { get; } = MakeOptee410Arm32();

    /// <summary>OP-TEE 4.10.0 on a 64-bit core, two threads, debug build.</summary>
    public static TargetProfile Optee410Arm64 { get; } = MakeOptee410Arm64();

    /// <summary>All of them, in the order in which <c>--help</c> lists them.</summary>
    public static IReadOnlyList<TargetProfile> All { get; } = [Optee310Arm32, Amlogic39Arm32, Optee310Arm64, Optee410Arm32, Optee410Arm64];

    /// <summary>The profile of a name, or null.</summary>
    public static TargetProfile? Find(string name) => All.FirstOrDefault(p => p.Name == name);
}
