using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Lists;
using TeeSim.Core.Memory;
using TeeSim.Core.Words;
using CallSite = TeeSim.Core.CallSite;

namespace TeeSim.Kernel;

/// <summary>
/// Heap memory of parts of the core that are not modelled: a list of buffers whose head is a static variable, so that each has an owner. No
/// process owns any of it. Equation: the list holds exactly what <see cref="Hold"/> gave and <see cref="Drop"/> has not taken back.
/// </summary>
/// <param name="memory">The simulated memory.</param>
/// <param name="heap">The core's heap.</param>
/// <param name="head">Address of the list's head.</param>
internal sealed class HeldMemory<TWord>(SimulatedMemory memory, Heap heap, ulong head) where TWord : unmanaged, IWord<TWord>
{
    private static readonly SourceSite WalkSite = new("", 0, "TAILQ_FOREACH");

    private TailQueue<TWord> List => new(memory, head, linkOffset: 0);

    /// <summary>Nothing is held.</summary>
    public void Init() => List.Init();

    /// <summary>Allocates zeroed memory, at least the two words of its link.</summary>
    /// <returns>Its address, or 0.</returns>
    public ulong Hold(ulong bytes, CallSite site)
    {
        ulong buffer = heap.Calloc(1, Math.Max(bytes, (ulong)(2 * TWord.Size)), site);
        if (buffer != 0) List.InsertTail(buffer);
        return buffer;
    }

    /// <summary>Frees what is held; false when it is not.</summary>
    public bool Drop(ulong buffer)
    {
        if (buffer == 0 || !All().Contains(buffer)) return false;
        List.Remove(buffer);
        heap.Free(buffer);
        return true;
    }

    /// <summary>The addresses, the oldest first. A list that damage has bent into a circle is a modelled hang.</summary>
    public IReadOnlyList<ulong> All()
    {
        var all = new List<ulong>();
        TailQueueWalk<TWord> walk = List.Walk(WalkSite);
        for (ulong buffer = walk.First; buffer != 0; buffer = walk.Next(buffer)) all.Add(buffer);
        return all;
    }
}
