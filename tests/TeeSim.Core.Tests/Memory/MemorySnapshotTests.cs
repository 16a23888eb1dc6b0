using TeeSim.Core.Memory;

namespace TeeSim.Core.Tests.Memory;

public class MemorySnapshotTests
{
    [Fact]
    public void Restore_brings_the_same_bytes_back()
    {
        SimulatedMemory memory = TwoSegments();
        memory.Write<uint>(0x1ffc) = 1;
        MemorySnapshot before = memory.Snapshot();
        memory.Write<uint>(0x1ffc) = 2;
        memory.WriteBytes(0x8000, 100).Fill(3);

        memory.Restore(before);

        memory.Read<uint>(0x1ffc).ShouldBe(1u);
        memory.ReadBytes(0x8000, 100).ToArray().ShouldBe(new byte[100]);
        memory.Snapshot().ShouldBe(before);
    }

    [Fact]
    public void A_snapshot_does_not_change_when_memory_does()
    {
        SimulatedMemory memory = TwoSegments();
        MemorySnapshot first = memory.Snapshot();
        memory.Write<byte>(0x1000) = 1;
        MemorySnapshot second = memory.Snapshot();
        memory.Write<byte>(0x1000) = 2;

        first.ShouldNotBe(second);
        memory.Restore(second);
        memory.Read<byte>(0x1000).ShouldBe((byte)1);
        memory.Restore(first);
        memory.Read<byte>(0x1000).ShouldBe((byte)0);
    }

    [Fact]
    public void Snapshots_are_equal_when_their_bytes_are()
    {
        SimulatedMemory one = TwoSegments();
        SimulatedMemory other = TwoSegments();
        one.Write<byte>(0x2345) = 9;
        one.Snapshot();
        other.Snapshot();
        other.Write<byte>(0x2345) = 9;

        MemorySnapshot a = one.Snapshot();
        MemorySnapshot b = other.Snapshot();

        a.Equals(b).ShouldBeTrue();
        a.GetHashCode().ShouldBe(b.GetHashCode());
        a.Equals((object)b).ShouldBeTrue();
        a.Equals(null).ShouldBeFalse();
        a.Equals("something else").ShouldBeFalse();
    }

    [Fact]
    public void Snapshots_of_other_shapes_are_never_equal()
    {
        var small = new SimulatedMemory();
        small.AddSegment("a", 0x1000, 100);
        var large = new SimulatedMemory();
        large.AddSegment("a", 0x1000, 5000);

        small.Snapshot().ShouldNotBe(large.Snapshot());
        small.Snapshot().ShouldNotBe(TwoSegments().Snapshot());
    }

    [Fact]
    public void A_snapshot_copies_only_what_was_touched()
    {
        var memory = new SimulatedMemory();
        memory.AddSegment("large", 0x10_0000, 1 << 24);
        MemorySnapshot first = memory.Snapshot();
        memory.Write<byte>(0x20_0000) = 1;

        long before = GC.GetAllocatedBytesForCurrentThread();
        MemorySnapshot second = memory.Snapshot();
        long cost = GC.GetAllocatedBytesForCurrentThread() - before;

        cost.ShouldBeLessThan(1 << 20, "the list of pages, not the pages");
        second.ShouldNotBe(first);
    }

    [Fact]
    public void A_write_that_crosses_a_page_is_seen_on_both_sides()
    {
        SimulatedMemory memory = TwoSegments();
        MemorySnapshot before = memory.Snapshot();
        memory.Write<uint>(0x13fe) = uint.MaxValue;
        MemorySnapshot after = memory.Snapshot();

        memory.Restore(before);
        memory.ReadBytes(0x13fe, 4).ToArray().ShouldBe(new byte[4]);
        memory.Restore(after);
        memory.Read<uint>(0x13fe).ShouldBe(uint.MaxValue);
    }

    [Fact]
    public void A_snapshot_of_other_segments_is_refused()
    {
        SimulatedMemory memory = TwoSegments();
        MemorySnapshot before = memory.Snapshot();
        memory.AddSegment("new", 0x10_0000, 16);

        Should.Throw<ArgumentException>(() => memory.Restore(before)).Message.ShouldStartWith("the snapshot is of other segments");
    }

    [Fact]
    public void A_segment_of_another_length_in_the_same_number_of_pages_is_refused()
    {
        var one = new SimulatedMemory();
        one.AddSegment("a", 0x1000, 100);
        var other = new SimulatedMemory();
        other.AddSegment("a", 0x1000, 101);

        Should.Throw<ArgumentException>(() => other.Restore(one.Snapshot()));
    }

    [Fact]
    public void Snapshots_can_be_taken_again_after_a_segment_was_added()
    {
        SimulatedMemory memory = TwoSegments();
        memory.Snapshot();
        memory.AddSegment("new", 0x10_0000, 16);
        memory.Write<byte>(0x10_0000) = 7;
        MemorySnapshot with = memory.Snapshot();
        memory.Write<byte>(0x10_0000) = 8;

        memory.Restore(with);

        memory.Read<byte>(0x10_0000).ShouldBe((byte)7);
    }

    private static SimulatedMemory TwoSegments()
    {
        var memory = new SimulatedMemory();
        memory.AddSegment("one", 0x1000, 5000);
        memory.AddSegment("two", 0x8000, 3000);
        return memory;
    }
}
