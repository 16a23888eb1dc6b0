using System.Runtime.CompilerServices;

namespace TeeSim.Exploration.Search;

/// <summary>A list that several threads add to and whose elements never move, so that references into it stay good.</summary>
internal sealed class ChunkedList<T> where T : struct
{
    private const int ChunkShift = 16;
    private const int ChunkSize = 1 << ChunkShift;

    private readonly Lock _growing = new();
    private readonly T[]?[] _chunks = new T[]?[1 << 15];
    private int _count;

    public int Count => _count;

    public long Bytes => ((long)(_count >> ChunkShift) + 1) * ChunkSize * Unsafe.SizeOf<T>();

    public ref T this[int index] => ref _chunks[index >> ChunkShift]![index & (ChunkSize - 1)];

    /// <summary>Adds an element.</summary>
    /// <returns>Its place.</returns>
    public int Add(T element)
    {
        int index = Interlocked.Increment(ref _count) - 1;
        if (Volatile.Read(ref _chunks[index >> ChunkShift]) is null) AddChunk(index >> ChunkShift);
        this[index] = element;
        return index;
    }

    private void AddChunk(int chunk)
    {
        lock (_growing)
        {
            if (_chunks[chunk] is null) Volatile.Write(ref _chunks[chunk], new T[ChunkSize]);
        }
    }
}
