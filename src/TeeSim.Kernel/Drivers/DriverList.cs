using TeeSim.Core;
using TeeSim.Core.Lists;
using TeeSim.Core.Words;

namespace TeeSim.Kernel.Drivers;

/// <summary>
/// A <c>TAILQ</c> of a driver in simulated memory, for either word size: its head is two words, and each element
/// starts with two words for its links.
/// </summary>
/// <param name="core">The core.</param>
/// <param name="head">Where its head lies, such as in <see cref="ITeeCore.StaticData"/>.</param>
public readonly struct DriverList(ITeeCore core, ulong head)
{
    /// <summary>How many words a head, and the links in an element, take.</summary>
    public const int Words = 2;

    private static readonly SourceSite WalkSite = new("", 0, "TAILQ_FOREACH");

    private bool IsIlp32 => core.WordSize == Word32.Size;

    private TailQueue<Word32> List32 => new(core.Memory, head, linkOffset: 0);

    private TailQueue<Word64> List64 => new(core.Memory, head, linkOffset: 0);

    /// <summary>Makes the list empty (<c>TAILQ_INIT</c>).</summary>
    public void Init()
    {
        if (IsIlp32) List32.Init();
        else List64.Init();
    }

    /// <summary>Puts an element behind all others (<c>TAILQ_INSERT_TAIL</c>).</summary>
    public void InsertTail(ulong element)
    {
        if (IsIlp32) List32.InsertTail(element);
        else List64.InsertTail(element);
    }

    /// <summary>Takes an element out (<c>TAILQ_REMOVE</c>).</summary>
    public void Remove(ulong element)
    {
        if (IsIlp32) List32.Remove(element);
        else List64.Remove(element);
    }

    /// <summary>
    /// The elements from the first to the last (<c>TAILQ_FOREACH_SAFE</c>): the one that was given last may be removed and freed. A list
    /// that runs in a circle is a modelled hang.
    /// </summary>
    public IEnumerable<ulong> Elements => IsIlp32 ? Walk(List32) : Walk(List64);

    private static IEnumerable<ulong> Walk<TWord>(TailQueue<TWord> list) where TWord : unmanaged, IWord<TWord>
    {
        TailQueueWalk<TWord> walk = list.Walk(WalkSite);
        for (ulong element = walk.First; element != 0;)
        {
            ulong next = walk.Next(element);
            yield return element;
            element = next;
        }
    }
}
