namespace TeeSim.Core.Memory;

/// <summary>The bytes of a <see cref="SimulatedMemory"/> at one moment. Snapshots share the pages in which they do not differ.</summary>
public sealed class MemorySnapshot : IEquatable<MemorySnapshot>
{
    internal MemorySnapshot(byte[][][] pages) => Pages = pages;

    /// <summary>Pages by segment and position; never changed once they are here.</summary>
    internal byte[][][] Pages { get; }

    /// <summary>Whether both hold the same bytes. Shared pages are not compared again.</summary>
    public bool Equals(MemorySnapshot? other)
    {
        if (other is null || other.Pages.Length != Pages.Length) return false;
        for (int s = 0; s < Pages.Length; s++)
        {
            if (Pages[s].Length != other.Pages[s].Length) return false;
            for (int p = 0; p < Pages[s].Length; p++)
            {
                if (!ReferenceEquals(Pages[s][p], other.Pages[s][p]) && !Pages[s][p].AsSpan().SequenceEqual(other.Pages[s][p]))
                    return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MemorySnapshot);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (byte[][] segment in Pages)
        {
            foreach (byte[] page in segment) hash.AddBytes(page);
        }

        return hash.ToHashCode();
    }
}
