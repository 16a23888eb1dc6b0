namespace TeeSim.Core.Events;

/// <summary>The moment and the cause of an event.</summary>
/// <param name="Microseconds">Simulated time since boot.</param>
/// <param name="Process">The normal-world process that called; empty during boot.</param>
/// <param name="Session">The session's id; 0 when there is none.</param>
/// <param name="Position">How many calls came in from the normal world before this one.</param>
public readonly record struct EventStamp(long Microseconds, string Process, uint Session, int Position);
