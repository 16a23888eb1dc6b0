using TeeSim.Bget.Pools;
using TeeSim.Bget.Structs;
using TeeSim.Core.Events;
using TeeSim.Core.Logging;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;
using CallSite = TeeSim.Core.CallSite;

namespace TeeSim.Bget.Malloc;

/// <summary>
/// One <c>struct malloc_ctx</c> and the functions of <c>bget_malloc.c</c> (3.6.0 to 4.10.0) on it. A payload starts behind the block's
/// header (the buffer of <c>bget.c</c>) and, with mdbg, behind the debug header: payload = buffer + <see cref="_hdr"/>.
/// </summary>
internal sealed partial class MallocContext<TWord> : Heap where TWord : unmanaged, IWord<TWord>
{
    private readonly SimulatedMemory _memory;
    private readonly TargetProfile _profile;
    private readonly StaticVariable<MallocCtx<TWord>> _context;
    private readonly StaticVariable<MallocCounters> _counters;
    private readonly PoolSet<TWord> _poolset;
    private readonly CallSite _poolArraySite;
    private readonly EventStream _events;
    private readonly TraceLog _log;
    private readonly HeapOptions _options;
    private readonly bool _mdbg;
    private readonly int _hdr;
    private readonly int _guardToPayload;

    public MallocContext(
        SimulatedMemory memory, TargetProfile profile, ulong context, CallSite poolArraySite, EventStream events, TraceLog log)
    {
        _memory = memory;
        _profile = profile;
        _context = memory.Static<MallocCtx<TWord>>(context);
        _options = profile.Heap;
        MallocCtxLayout layout = MallocCtxLayout.Of<TWord>(_options.Free2Sum);
        _counters = memory.Static<MallocCounters>(context + (ulong)layout.Counters);
        _poolset = new PoolSet<TWord>(memory, _context, layout, _options);
        _poolArraySite = poolArraySite;
        _events = events;
        _log = log;
        _mdbg = _options.Mdbg;
        _hdr = _mdbg ? MdbgHeader.Size<TWord>() : 0;
        _guardToPayload = _hdr - MdbgHeader.GuardOffset<TWord>(_options.MdbgMagicLast);
    }

    public override ulong Context => _context.Address;

    // Bytes of the footer for a payload: up to the next multiple of 4, and the magic.
    private int FooterSize(ulong payloadSize) => _mdbg ? (int)((0 - payloadSize) & 3) + sizeof(uint) : 0;

    /// <summary>
    /// Payload, headers and footer as one <c>bufsize</c>; -1 when the exact sum is above LONG_MAX. A sum of 0 counts as 1.
    /// </summary>
    private long Sum(ulong payloadSize, int footer)
    {
        if (payloadSize > (ulong)TWord.SignedMax) return -1;
        if (TWord.SignedMax - (long)payloadSize < _hdr + footer) return -1;
        long sum = (long)payloadSize + _hdr + footer;
        return sum == 0 ? 1 : sum;
    }
}
