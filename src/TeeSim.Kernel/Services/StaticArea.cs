using TeeSim.Core;
using TeeSim.Core.Words;

namespace TeeSim.Kernel.Services;

/// <summary>The core's static memory, from which its parts and the driver reserve their variables while the core boots.</summary>
/// <param name="start">Its first address.</param>
/// <param name="used">Bytes that are reserved from the start.</param>
internal sealed class StaticArea(ulong start, int used)
{
    /// <summary>Bytes in all.</summary>
    public const int Bytes = 4096;

    private bool _isComplete;

    /// <summary>Its first address.</summary>
    public ulong Start => start;

    /// <summary>Behind the last variable.</summary>
    public ulong End { get; private set; } = start + (ulong)used;

    /// <summary>What is reserved.</summary>
    public AddressRange Range => new(Start, End - Start);

    /// <summary>Where the next variable will lie.</summary>
    public ulong Next => Align.Up(End, sizeof(ulong));

    /// <summary>Reserves zeroed memory.</summary>
    /// <param name="size">Bytes.</param>
    public ulong Reserve(int size)
    {
        if (_isComplete) throw new InvalidOperationException("static memory can only be reserved while a driver is created");
        ulong address = Next;
        if (address + (ulong)size > Start + Bytes) throw new InvalidOperationException($"there are {Bytes} bytes of static memory in all");
        End = address + (ulong)size;
        return address;
    }

    /// <summary>Nothing more is reserved from now on.</summary>
    public void Complete() => _isComplete = true;
}
