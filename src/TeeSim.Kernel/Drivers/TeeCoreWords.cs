using TeeSim.Core.Words;

namespace TeeSim.Kernel.Drivers;

/// <summary>
/// Structs made of the target's words, by number: with it a driver is written once for 32-bit and 64-bit targets, and
/// its structs are as large as in C.
/// </summary>
public static class TeeCoreWords
{
    /// <summary>The word at a position of a struct.</summary>
    /// <param name="core">The core.</param>
    /// <param name="address">Where the struct starts.</param>
    /// <param name="index">Which word, from 0.</param>
    public static ulong ReadWord(this ITeeCore core, ulong address, int index)
    {
        ulong word = address + (ulong)(index * core.WordSize);
        return core.WordSize == Word32.Size ? core.Memory.Read<uint>(word) : core.Memory.Read<ulong>(word);
    }

    /// <summary>Sets the word at a position of a struct; a 32-bit target keeps the lower half.</summary>
    /// <param name="core">The core.</param>
    /// <param name="address">Where the struct starts.</param>
    /// <param name="index">Which word, from 0.</param>
    /// <param name="value">The new value.</param>
    public static void WriteWord(this ITeeCore core, ulong address, int index, ulong value)
    {
        ulong word = address + (ulong)(index * core.WordSize);
        if (core.WordSize == Word32.Size) core.Memory.Write<uint>(word) = (uint)value;
        else core.Memory.Write<ulong>(word) = value;
    }

    /// <summary>Allocates a zeroed struct of words, or returns 0.</summary>
    /// <param name="core">The core.</param>
    /// <param name="words">How many words it has.</param>
    /// <param name="site">The place in the driver's source that mdbg is to list.</param>
    public static ulong CallocWords(this ITeeCore core, int words, Core.SourceSite site) =>
        core.Calloc((ulong)(words * core.WordSize), site);
}
