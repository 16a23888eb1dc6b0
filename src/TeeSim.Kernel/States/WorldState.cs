using TeeSim.Core;

namespace TeeSim.Kernel.States;

/// <summary>All that a world booted from the same options needs to go on from here: plain data, for a file.</summary>
public sealed record WorldState
{
    /// <summary>Simulated time since boot.</summary>
    public required long Microseconds { get; init; }

    /// <summary>How many calls had come in.</summary>
    public required int Calls { get; init; }

    /// <summary>Physical address of the next page that a process gets for shared memory.</summary>
    public required ulong NextPage { get; init; }

    /// <summary>Open sessions of processes, the oldest first.</summary>
    public required IReadOnlyList<ProcessSession> Sessions { get; init; }

    /// <summary>Registered shared memory, the oldest first.</summary>
    public required IReadOnlyList<ProcessBuffer> Buffers { get; init; }

    /// <summary>The core's strings, in the order of their first use.</summary>
    public required IReadOnlyList<string> Strings { get; init; }

    /// <summary>The places in the source that allocations are known by.</summary>
    public required IReadOnlyList<SourceSite> Sites { get; init; }

    /// <summary>The simulated memory.</summary>
    public required IReadOnlyList<SegmentState> Segments { get; init; }
}

/// <summary>A session of a process.</summary>
/// <param name="Process">Who opened it.</param>
/// <param name="Id">Its number.</param>
/// <param name="Login">The login method of the client.</param>
/// <param name="Client">The client's UUID.</param>
public sealed record ProcessSession(string Process, uint Id, uint Login, Guid Client);

/// <summary>Shared memory of a process.</summary>
/// <param name="Process">Who registered it.</param>
/// <param name="Cookie">Its name in messages.</param>
/// <param name="Size">Bytes.</param>
public sealed record ProcessBuffer(string Process, ulong Cookie, ulong Size);

/// <summary>A segment of the simulated memory.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Start">Its first address.</param>
/// <param name="Bytes">What it holds.</param>
public sealed record SegmentState(string Name, ulong Start, ReadOnlyMemory<byte> Bytes);
