using System.Diagnostics.CodeAnalysis;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Replay;

/// <summary>Carries a diagnostic from the place that found it up to <see cref="TraceReplayer"/>; never leaves this assembly.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Without its diagnostic it says nothing.")]
[SuppressMessage("Design", "CA1064", Justification = "Caught at the assembly's own boundary.")]
internal sealed class TraceFormatException(Diagnostic diagnostic) : Exception(diagnostic.Message)
{
    public Diagnostic Diagnostic { get; } = diagnostic;
}
