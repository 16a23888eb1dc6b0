using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary><c>target NAME</c>: the target profile to boot from.</summary>
/// <param name="Position">Of the statement.</param>
/// <param name="Profile">The profile's name, such as <c>amlogic-3.9-arm32</c>.</param>
public sealed record TargetStatement(SourcePosition Position, Name Profile) : Statement(Position);

/// <summary><c>heap SIZE</c>: how large the core heap is.</summary>
/// <param name="Position">Of the statement.</param>
/// <param name="Size">Bytes.</param>
public sealed record HeapStatement(SourcePosition Position, Number Size) : Statement(Position);

/// <summary><c>vdec ADDRESS + SIZE</c>: the secure memory that channels are cut from.</summary>
/// <param name="Position">Of the statement.</param>
/// <param name="Range">Physical base address and size in bytes.</param>
public sealed record VdecStatement(SourcePosition Position, RangeValue Range) : Statement(Position);

/// <summary><c>ta_ram ADDRESS + SIZE</c>: the RAM of the TAs.</summary>
/// <param name="Position">Of the statement.</param>
/// <param name="Range">Physical base address and size in bytes.</param>
public sealed record TaRamStatement(SourcePosition Position, RangeValue Range) : Statement(Position);

/// <summary><c>shm_vaspace ADDRESS + SIZE</c>: where the core maps memory that the normal world shares.</summary>
/// <param name="Position">Of the statement.</param>
/// <param name="Range">Virtual base address and size in bytes.</param>
public sealed record ShmVaspaceStatement(SourcePosition Position, RangeValue Range) : Statement(Position);

/// <summary><c>vcore ADDRESS + SIZE</c>: the core's own virtual addresses, which a core with a pager allocates from a pool.</summary>
/// <param name="Position">Of the statement.</param>
/// <param name="Range">Virtual base address and size in bytes.</param>
public sealed record VcoreStatement(SourcePosition Position, RangeValue Range) : Statement(Position);

/// <summary><c>maps_per_channel N</c>: how many live mappings the driver lets a channel have.</summary>
/// <param name="Position">Of the statement.</param>
/// <param name="Count">Mappings.</param>
public sealed record MapsPerChannelStatement(SourcePosition Position, Number Count) : Statement(Position);

/// <summary><c>threads N</c>: how many threads the TEE core has.</summary>
/// <param name="Position">Of the statement.</param>
/// <param name="Count">Threads.</param>
public sealed record ThreadsStatement(SourcePosition Position, Number Count) : Statement(Position);

/// <summary><c>driver NAME</c>: which TVP driver runs.</summary>
/// <param name="Position">Of the statement.</param>
/// <param name="Driver">The driver's name, such as <c>shipped</c>.</param>
public sealed record DriverStatement(SourcePosition Position, Name Driver) : Statement(Position);
