using System.Runtime.CompilerServices;
using TeeSim.Core.Memory;
using TeeSim.Core.Panics;

namespace TeeSim.Core.Tests.Memory;

/// <summary>
/// The check of the usual access is short, and exact ones stand behind it: at the edges nothing may be read that
/// isn't there, or refused that is.
/// </summary>
public class SegmentEdgeTests
{
    private const ulong Start = 0x1000;

    public static TheoryData<int> Lengths => [1, 2, 7, 8, 15, 16, 63, 64, 65, 71, 72, 199, 200, 201, 1023, 1024, 1025, 4096];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Value_is_reached_exactly_where_it_lies_wholly_inside(int length)
    {
        SimulatedMemory memory = Memory(length);
        CheckEdges<byte>(memory, length);
        CheckEdges<uint>(memory, length);
        CheckEdges<ulong>(memory, length);
        CheckEdges<Wide>(memory, length);
    }

    [Fact]
    public void Value_across_two_adjacent_segments_is_a_data_abort()
    {
        SimulatedMemory memory = Memory(0x100);
        memory.AddSegment("next", Start + 0x100, 0x100);
        memory.Read<uint>(Start + 0x100).ShouldBe(0u);
        ShouldAbort(() => memory.Write<uint>(Start + 0xfe) = 1);
        ShouldAbort(() => memory.Read<ulong>(Start + 0xff));
    }

    [Fact]
    public void Last_bytes_of_a_segment_count_as_changed()
    {
        SimulatedMemory memory = Memory(0x1000);
        MemorySnapshot before = memory.Snapshot();
        memory.Write<uint>(Start + 0xffc) = 1;
        MemorySnapshot after = memory.Snapshot();
        after.ShouldNotBe(before);
        memory.Restore(before);
        memory.Read<uint>(Start + 0xffc).ShouldBe(0u);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Reader_reaches_what_the_memory_holds(int length)
    {
        SimulatedMemory memory = Memory(length);
        SegmentReader<byte> bytes = memory.ReaderAt<byte>(Start);
        bytes.Reaches(Start - 1).ShouldBeFalse();
        bytes.Reaches(Start + (ulong)length - 1).ShouldBeTrue();
        bytes.Reaches(Start + (ulong)length).ShouldBeFalse();
        if (length < sizeof(ulong)) return;
        SegmentReader<ulong> words = memory.ReaderAt<ulong>(Start);
        words.Reaches(Start + (ulong)length - sizeof(ulong)).ShouldBeTrue();
        words.Reaches(Start + (ulong)length - sizeof(ulong) + 1).ShouldBeFalse();
        words[Start].ShouldBe(0ul);
    }

    [Fact]
    public void Reader_refuses_what_it_doesnt_reach()
    {
        SimulatedMemory memory = Memory(0x10);
        Should.Throw<ArgumentOutOfRangeException>(() => memory.ReaderAt<uint>(Start)[Start + 0xd]);
        Should.Throw<ArgumentOutOfRangeException>(() => memory.ReaderAt<uint>(Start)[Start - 1]);
        ShouldAbort(() => _ = memory.ReaderAt<uint>(Start + 0xd)[Start]);
    }

    private static SimulatedMemory Memory(int length)
    {
        var memory = new SimulatedMemory();
        memory.AddSegment("pool", Start, length);
        return memory;
    }

    private static void CheckEdges<T>(SimulatedMemory memory, int length) where T : unmanaged
    {
        ulong size = (ulong)Unsafe.SizeOf<T>();
        for (ulong address = Start - size - 1; address <= Start + (ulong)length + 1; address++)
        {
            ulong at = address;
            bool inside = at >= Start && at + size <= Start + (ulong)length;
            if (inside)
            {
                Should.NotThrow(() => memory.Write<T>(at) = memory.Read<T>(at));
            }
            else
            {
                ShouldAbort(() => memory.Read<T>(at));
                ShouldAbort(() => memory.Write<T>(at) = default);
            }
        }
    }

    private static void ShouldAbort(Action access) => Should.Throw<CorePanicException>(access).Kind.ShouldBe(CorePanicKind.DataAbort);

    [InlineArray(200)]
    private struct Wide
    {
        private byte _first;
    }
}
