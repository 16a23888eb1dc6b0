using TeeSim.Kernel.TrustedApplications;

namespace TeeSim.Kernel.Statistics;

/// <summary>The statistics PTA as sessions see it (<c>core/pta/stats.c</c>); its commands are those of <see cref="StatsPta"/>.</summary>
internal sealed class StatsPseudoTa : PseudoTa
{
    public override string Name => "stats.ta";

    public override Guid Uuid => StatsPta.Uuid;
}
