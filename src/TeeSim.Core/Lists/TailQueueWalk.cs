using TeeSim.Core.Panics;
using TeeSim.Core.Words;

namespace TeeSim.Core.Lists;

/// <summary>Goes from element to element of a <see cref="TailQueue{TWord}"/>, at most as often as the memory has room for links.</summary>
/// <typeparam name="TWord">The target's word.</typeparam>
public struct TailQueueWalk<TWord> where TWord : unmanaged, IWord<TWord>
{
    private readonly TailQueue<TWord> _list;
    private readonly SourceSite _where;
    private ulong _left;

    internal TailQueueWalk(TailQueue<TWord> list, ulong most, SourceSite where)
    {
        _list = list;
        _where = where;
        _left = most;
    }

    /// <summary>Address of the first element, or 0.</summary>
    public readonly ulong First => _list.First;

    /// <summary>Address of the element behind this one, or 0.</summary>
    /// <exception cref="CorePanicException">The list runs in a circle: the C code would never end.</exception>
    public ulong Next(ulong element)
    {
        if (_left-- == 0) throw new CorePanicException(CorePanicKind.Hang, "the list runs in a circle", _where, element);
        return _list.Next(element);
    }
}
