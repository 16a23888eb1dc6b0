namespace TeeSim.Bget.Pools;

/// <summary>
/// Which free blocks a request may use, and where in them. A struct, so that the search is compiled for each rule by itself.
/// Equation: a block that fits has a position of 0 or of at least the smallest block.
/// </summary>
internal interface IPlacement
{
    /// <summary>The rules from 3.12 on, whose search for the best fit asserts that no two free blocks touch.</summary>
    static abstract bool IsAligned { get; }

    /// <summary>Whether the block is large enough.</summary>
    /// <param name="block">Its address.</param>
    /// <param name="blockSize">Its bytes; not positive in damaged memory only.</param>
    bool Fits(ulong block, long blockSize);

    /// <summary>How many bytes of a block that fits stay free in front of the request.</summary>
    /// <inheritdoc cref="Fits"/>
    long Position(ulong block, long blockSize);
}
