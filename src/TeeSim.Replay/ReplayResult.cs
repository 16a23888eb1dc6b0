using TeeSim.Core.Diagnostics;

namespace TeeSim.Replay;

/// <summary>What came of replaying one trace.</summary>
/// <param name="File">The trace as it was named.</param>
public abstract record ReplayResult(string File);

/// <summary>Every recorded result is the model's.</summary>
/// <param name="File">The trace as it was named.</param>
/// <param name="Operations">How many operations and checkpoints were compared.</param>
public sealed record ReplayIdentical(string File, int Operations) : ReplayResult(File);

/// <summary>The first recorded result that is not the model's.</summary>
/// <param name="File">The trace as it was named.</param>
/// <param name="Line">The line of the difference.</param>
/// <param name="Operation">The operation, as the trace has it.</param>
/// <param name="Expected">What was recorded.</param>
/// <param name="Got">What the model computes.</param>
public sealed record ReplayDifferent(string File, int Line, string Operation, string Expected, string Got) : ReplayResult(File);

/// <summary>The file is no trace, or one that is damaged or not modelled.</summary>
/// <param name="File">The trace as it was named.</param>
/// <param name="Diagnostic">What is wrong.</param>
public sealed record ReplayRefused(string File, Diagnostic Diagnostic) : ReplayResult(File);
