using System.Runtime.InteropServices;
using TeeSim.Core.Memory;

namespace TeeSim.Core.Tests.Memory;

public class StaticVariableTests
{
    [Fact]
    public void It_is_the_memory_at_its_address()
    {
        var memory = new SimulatedMemory();
        memory.AddSegment("data", 0x1000, 16);
        StaticVariable<Pair> variable = memory.Static<Pair>(0x1008);

        variable.Write().Second = 5;
        memory.Write<uint>(0x1008) = 4;

        variable.Address.ShouldBe(0x1008UL);
        variable.Value.First.ShouldBe(4u);
        memory.Read<uint>(0x100c).ShouldBe(5u);
    }

    [Fact]
    public void What_is_written_through_it_belongs_to_snapshots()
    {
        var memory = new SimulatedMemory();
        memory.AddSegment("data", 0x1000, 16);
        StaticVariable<uint> variable = memory.Static<uint>(0x1000);
        MemorySnapshot before = memory.Snapshot();
        variable.Write() = 1;

        memory.Snapshot().ShouldNotBe(before);
        memory.Restore(before);

        variable.Value.ShouldBe(0u);
    }

    [Fact]
    public void It_stays_valid_when_segments_are_added()
    {
        var memory = new SimulatedMemory();
        memory.AddSegment("data", 0x2000, 16);
        StaticVariable<uint> variable = memory.Static<uint>(0x2000);
        memory.AddSegment("before", 0x1000, 16);

        variable.Write() = 8;

        memory.Read<uint>(0x2000).ShouldBe(8u);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Pair
    {
        public uint First;
        public uint Second;
    }
}
