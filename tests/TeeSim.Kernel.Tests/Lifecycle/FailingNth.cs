using TeeSim.Core.Events;

namespace TeeSim.Kernel.Tests.Lifecycle;

/// <summary>
/// Makes exactly one allocation of a call fail: from the one before on the heap is kept full, and once the allocation has failed all is
/// given back. So a call can fail late although it had released much before.
/// </summary>
internal sealed class FailingNth(TestWorld test, int nth)
{
    private readonly List<ulong> _fillers = [];
    private int _seen;
    private bool _filling;

    /// <summary>Whether there was such an allocation.</summary>
    public bool HasFailed { get; private set; }

    public TeeOutcome During(Func<TeeOutcome> call)
    {
        EventStream events = test.World.Events;
        Action<TeeEvent>? before = events.Listener;
        events.Listener = Hear;
        if (nth == 0) Fill();
        TeeOutcome outcome = call();
        Release();
        events.Listener = before;
        return outcome;
    }

    private void Hear(TeeEvent told)
    {
        if (_filling || HasFailed) return;
        switch (told.Kind)
        {
            case TeeEventKind.Allocated when ++_seen == nth:
            case TeeEventKind.Freed when _seen == nth:
                Fill();
                break;
            case TeeEventKind.AllocationFailed:
                HasFailed = true;
                Release();
                break;
            default:
                break;
        }
    }

    private void Fill()
    {
        _filling = true;
        while (test.World.Heap.LargestAllocatable >= 0)
            _fillers.Add(test.World.Heap.Malloc((ulong)test.World.Heap.LargestAllocatable, default));
        _filling = false;
    }

    private void Release()
    {
        _filling = true;
        foreach (ulong filler in _fillers) test.World.Heap.Free(filler);
        _fillers.Clear();
        _filling = false;
    }
}
