using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.TrustedApplications;

/// <summary>The pseudo TA through which a driver is reached; its commands are the driver's entry points.</summary>
/// <param name="identity">What the driver says of it.</param>
internal sealed class DriverPseudoTa(PseudoTaIdentity identity) : PseudoTa
{
    public override string Name => identity.Name;

    public override Guid Uuid => identity.Uuid;
}
