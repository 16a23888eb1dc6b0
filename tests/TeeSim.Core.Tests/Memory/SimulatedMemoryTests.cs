using TeeSim.Core.Memory;
using TeeSim.Core.Panics;

namespace TeeSim.Core.Tests.Memory;

public class SimulatedMemoryTests
{
    [Fact]
    public void A_new_segment_is_zeros()
    {
        var memory = new SimulatedMemory();

        Segment segment = memory.AddSegment("heap", 0x1000, 3000);

        segment.Bytes.ToArray().ShouldBe(new byte[3000]);
        (segment.Name, segment.Start, segment.Length, segment.End).ShouldBe(("heap", 0x1000UL, 3000, 0x1000UL + 3000));
    }

    [Fact]
    public void Segments_are_listed_by_address()
    {
        var memory = new SimulatedMemory();
        memory.AddSegment("b", 0x2000, 16);
        memory.AddSegment("c", 0x3000, 16);
        memory.AddSegment("a", 0x1000, 16);

        memory.Segments.Select(s => s.Name).ShouldBe(["a", "b", "c"]);
    }

    [Theory]
    [InlineData(0x0fffUL, 2)]
    [InlineData(0x1000UL, 1)]
    [InlineData(0x10ffUL, 1)]
    [InlineData(0x0800UL, 0x1000)]
    [InlineData(0x1080UL, 1)]
    public void A_segment_that_overlaps_another_is_refused(ulong start, int length)
    {
        SimulatedMemory memory = WithSegment(0x1000, 0x100);

        memory.IsFree(start, (ulong)length).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => memory.AddSegment("x", start, length))
            .Message.ShouldStartWith("segment 'x' overlaps another or wraps around");
        memory.Segments.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(0x0fffUL)]
    [InlineData(0x1100UL)]
    public void Neighbours_are_no_overlap(ulong start)
    {
        SimulatedMemory memory = WithSegment(0x1000, 0x100);

        memory.IsFree(start, 1).ShouldBeTrue();
        memory.AddSegment("x", start, 1);

        memory.Segments.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void An_empty_segment_is_refused(int length) =>
        Should.Throw<ArgumentException>(() => new SimulatedMemory().AddSegment("x", 0x1000, length))
            .Message.ShouldStartWith("segment 'x' is empty");

    [Theory]
    [InlineData(ulong.MaxValue - 14, 16)]
    [InlineData(ulong.MaxValue - 15, 16)]
    public void A_segment_that_wraps_around_is_refused(ulong start, int length) =>
        Should.Throw<ArgumentException>(() => new SimulatedMemory().AddSegment("x", start, length));

    [Fact]
    public void Both_ends_of_a_segment_can_be_read_and_written()
    {
        SimulatedMemory memory = WithSegment(0x1000, 0x100);

        memory.Write<uint>(0x1000) = 0x11223344;
        memory.Write<ulong>(0x10f8) = 0x5566_7788_99aa_bbcc;
        memory.Write<byte>(0x10ff).ShouldBe((byte)0x55);

        memory.Read<byte>(0x1000).ShouldBe((byte)0x44, "little-endian");
        memory.Read<ushort>(0x1002).ShouldBe((ushort)0x1122);
        memory.ReadBytes(0x10fe, 2).ToArray().ShouldBe([0x66, 0x55]);
    }

    [Fact]
    public void Addresses_need_no_alignment()
    {
        SimulatedMemory memory = WithSegment(0x1001, 0x100);

        memory.Write<ulong>(0x1003) = 0x0102_0304_0506_0708;

        memory.ReadBytes(0x1003, 8).ToArray().ShouldBe([8, 7, 6, 5, 4, 3, 2, 1]);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(0xfffUL)]
    [InlineData(0x10fdUL)]
    [InlineData(0x1100UL)]
    [InlineData(ulong.MaxValue)]
    public void An_access_outside_or_across_an_end_is_a_data_abort(ulong address)
    {
        SimulatedMemory memory = WithSegment(0x1000, 0x100);

        ShouldAbort(() => memory.Read<uint>(address), address);
        ShouldAbort(() => memory.Write<uint>(address) = 1, address);
        ShouldAbort(() => memory.ReadBytes(address, 4), address);
        ShouldAbort(() => memory.WriteBytes(address, 4), address);
        ShouldAbort(() => memory.Static<uint>(address), address);
    }

    [Fact]
    public void An_access_across_two_touching_segments_is_a_data_abort()
    {
        SimulatedMemory memory = WithSegment(0x1000, 0x100);
        memory.AddSegment("next", 0x1100, 0x100);

        ShouldAbort(() => memory.Read<uint>(0x10fe), 0x10fe);
        ShouldAbort(() => memory.WriteBytes(0x10ff, 2), 0x10ff);
        memory.Read<ushort>(0x10fe).ShouldBe((ushort)0);
        memory.IsMapped(0x10ff, 2).ShouldBeFalse();
        memory.IsMapped(0x1100, 0x100).ShouldBeTrue();
    }

    [Fact]
    public void A_data_abort_says_how_much_was_touched_where()
    {
        SimulatedMemory memory = WithSegment(0x1000, 0x100);

        CorePanicException panic = Should.Throw<CorePanicException>(() => memory.Read<ulong>(0xdead_0000));

        panic.Kind.ShouldBe(CorePanicKind.DataAbort);
        panic.Message.ShouldBe("data abort in core: 8 bytes outside of every segment, address 0xdead0000");
    }

    [Fact]
    public void A_run_of_no_bytes_is_allowed_at_any_address()
    {
        var memory = new SimulatedMemory();

        memory.ReadBytes(0xdead_0000, 0).Length.ShouldBe(0);
        memory.WriteBytes(0, 0).Length.ShouldBe(0);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(uint.MaxValue)]
    [InlineData(ulong.MaxValue)]
    public void A_run_larger_than_all_memory_is_a_data_abort(ulong length)
    {
        SimulatedMemory memory = WithSegment(0x1000, 0x100);

        ShouldAbort(() => memory.ReadBytes(0x1000, length), 0x1000);
        ShouldAbort(() => memory.WriteBytes(0x1000, length), 0x1000);
    }

    [Fact]
    public void A_string_ends_at_its_NUL_or_is_none()
    {
        SimulatedMemory memory = WithSegment(0x1000, 400);
        "core/mm.c\0"u8.CopyTo(memory.WriteBytes(0x1000, 10));
        memory.WriteBytes(0x1010, 384).Fill((byte)'x');

        memory.ReadString(0x1000).ShouldBe("core/mm.c");
        memory.ReadString(0x1009).ShouldBe("");
        memory.ReadString(0x1010).ShouldBeNull("it has more than 255 bytes");
        memory.ReadString(0x1000 + 399).ShouldBeNull("the segment ends before the NUL");
        memory.ReadString(0x5000).ShouldBeNull();
    }

    private static SimulatedMemory WithSegment(ulong start, int length)
    {
        var memory = new SimulatedMemory();
        memory.AddSegment("test", start, length);
        return memory;
    }

    private static void ShouldAbort(Action access, ulong address)
    {
        CorePanicException panic = Should.Throw<CorePanicException>(access);
        (panic.Kind, panic.Address).ShouldBe((CorePanicKind.DataAbort, address));
    }
}
