namespace TeeSim.Bget.Tests.Reference;

/// <summary>A block of the naive model.</summary>
internal sealed class NaiveBlock(ulong address, long size)
{
    public ulong Address { get; } = address;

    public long Size { get; set; } = size;

    /// <summary>Null while the block is free.</summary>
    public NaiveOwner? Owner { get; set; }

    public ulong End => Address + (ulong)Size;
}

/// <summary>What was asked for when a block was given out.</summary>
internal sealed record NaiveOwner(ulong Payload, ulong Size, int Line);

/// <summary>What a release gave back: the block as it was, and whether its neighbours in memory were free.</summary>
internal sealed record NaiveRelease(ulong Address, long Size, bool FreeBefore, bool FreeBehind);

/// <summary>A pool of the naive model: its blocks by ascending address, without the sentinel.</summary>
internal sealed record NaivePool(ulong Start, ulong Length, List<NaiveBlock> Blocks);

/// <summary>Where an assertion of the C code would fail.</summary>
internal sealed class NaivePanicException(string position) : Exception(position);
