using TeeSim.Core.Memory;
using TeeSim.Core.Words;

namespace TeeSim.Core.Lists;

/// <summary>
/// The head of a BSD tail queue in simulated memory. Equation: <c>Last</c> is the address of the last element's <c>Next</c>,
/// or of <c>First</c> when empty.
/// </summary>
public struct TailQueueHead<TWord> where TWord : unmanaged, IWord<TWord>
{
    /// <summary>Address of the first element, or 0.</summary>
    public TWord First;

    /// <summary>Address of the word that holds the end of the list.</summary>
    public TWord Last;
}

/// <summary>The link that an element of a BSD tail queue carries.</summary>
public struct TailQueueEntry<TWord> where TWord : unmanaged, IWord<TWord>
{
    /// <summary>Address of the next element, or 0.</summary>
    public TWord Next;

    /// <summary>Address of the word that points to this element: the previous one's <c>Next</c> or the head's <c>First</c>.</summary>
    public TWord Prev;
}

/// <summary>
/// A BSD tail queue (<c>sys/queue.h</c>) over simulated memory, done word by word as the macros do it: the links are part of the bytes
/// that must come out right. Removal leaves the removed element's words alone.
/// </summary>
/// <typeparam name="TWord">The target's word.</typeparam>
/// <param name="memory">Where the list lies.</param>
/// <param name="head">Address of its <see cref="TailQueueHead{TWord}"/>.</param>
/// <param name="linkOffset">Offset in bytes of the <see cref="TailQueueEntry{TWord}"/> in an element.</param>
public readonly struct TailQueue<TWord>(SimulatedMemory memory, ulong head, int linkOffset)
    where TWord : unmanaged, IWord<TWord>
{
    /// <summary>Address of the first element, or 0 when the list is empty.</summary>
    public ulong First => memory.Read<TWord>(head).Value;

    private ulong LastWord => head + (ulong)TWord.Size;

    /// <summary>Address of the element behind this one, or 0.</summary>
    public ulong Next(ulong element) => memory.Read<TWord>(NextWord(element)).Value;

    /// <summary>
    /// Address of the last element as the macros find it: through the link word that the head's <c>Last</c> points into; 0 when empty.
    /// </summary>
    public ulong Last
    {
        get
        {
            ulong lastNext = memory.Read<TWord>(LastWord).Value;
            ulong previous = memory.Read<TWord>(lastNext + (ulong)TWord.Size).Value;
            return memory.Read<TWord>(previous).Value;
        }
    }

    /// <summary>
    /// A walk from the first element to the last that ends even when damage has bent the list into a circle: then it is a modelled hang.
    /// </summary>
    /// <param name="where">Where in the source the list is walked; for the hang's message.</param>
    public TailQueueWalk<TWord> Walk(SourceSite where) => new(this, memory.Size / (ulong)(2 * TWord.Size), where);

    /// <summary>Makes the list empty.</summary>
    public void Init()
    {
        Set(head, 0);
        Set(LastWord, head);
    }

    /// <summary>Puts an element in front of all others.</summary>
    public void InsertHead(ulong element)
    {
        ulong first = First;
        Set(NextWord(element), first);
        Set(first != 0 ? PrevWord(first) : LastWord, NextWord(element));
        Set(head, element);
        Set(PrevWord(element), head);
    }

    /// <summary>Puts an element behind all others.</summary>
    public void InsertTail(ulong element)
    {
        ulong last = memory.Read<TWord>(LastWord).Value;
        Set(NextWord(element), 0);
        Set(PrevWord(element), last);
        Set(last, element);
        Set(LastWord, NextWord(element));
    }

    /// <summary>Puts an element in front of one that is in the list.</summary>
    public void InsertBefore(ulong present, ulong element)
    {
        ulong previous = memory.Read<TWord>(PrevWord(present)).Value;
        Set(PrevWord(element), previous);
        Set(NextWord(element), present);
        Set(previous, element);
        Set(PrevWord(present), NextWord(element));
    }

    /// <summary>Puts an element behind one that is in the list.</summary>
    public void InsertAfter(ulong present, ulong element)
    {
        ulong next = Next(present);
        Set(NextWord(element), next);
        Set(next != 0 ? PrevWord(next) : LastWord, NextWord(element));
        Set(NextWord(present), element);
        Set(PrevWord(element), NextWord(present));
    }

    /// <summary>Takes an element out. Its own words stay as they are.</summary>
    public void Remove(ulong element)
    {
        ulong next = Next(element);
        ulong previous = memory.Read<TWord>(PrevWord(element)).Value;
        Set(next != 0 ? PrevWord(next) : LastWord, previous);
        Set(previous, next);
    }

    private ulong NextWord(ulong element) => element + (ulong)linkOffset;

    private ulong PrevWord(ulong element) => element + (ulong)(linkOffset + TWord.Size);

    private void Set(ulong address, ulong value) => memory.Write<TWord>(address) = TWord.From(value);
}
