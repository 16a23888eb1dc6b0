namespace TeeSim.Kernel.Drivers;

/// <summary>What a pseudo TA is known by.</summary>
/// <param name="Name">What the log calls it: <c>crypto.pta</c>.</param>
/// <param name="Uuid">What sessions are opened with.</param>
public sealed record PseudoTaIdentity(string Name, Guid Uuid);
