namespace TeeSim.Core.Events;

/// <summary>
/// One thing that happened, with when and on whose behalf. The meaning of the numbers is said at each <see cref="TeeEventKind"/>.
/// </summary>
/// <param name="Kind">What happened.</param>
/// <param name="Stamp">When, and for whom.</param>
/// <param name="Address">An address, or 0.</param>
/// <param name="Size">A size in bytes, or 0.</param>
/// <param name="Object">An address or number of what it happened to, or 0.</param>
/// <param name="Site">The call site of an allocation.</param>
public readonly record struct TeeEvent(TeeEventKind Kind, EventStamp Stamp, ulong Address, ulong Size, ulong Object, CallSite Site);
