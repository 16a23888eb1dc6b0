using TeeSim.Core.Events;

namespace TeeSim.Core.Tests.Events;

public class EventStreamTests
{
    [Fact]
    public void The_listener_is_told_with_the_current_stamp()
    {
        var told = new List<TeeEvent>();
        var stamp = new EventStamp(10, "player", 2, 4);
        var events = new EventStream { Listener = told.Add, Stamp = stamp };

        events.Publish(TeeEventKind.Allocated, 0x1000, 32, 0, new CallSite(0x2000, 168));

        told.ShouldBe([new TeeEvent(TeeEventKind.Allocated, stamp, 0x1000, 32, 0, new CallSite(0x2000, 168))]);
    }

    [Fact]
    public void Without_a_listener_nothing_is_allocated()
    {
        var events = new EventStream();
        events.Publish(TeeEventKind.Freed, 1);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) events.Publish(TeeEventKind.Freed, 1);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}
