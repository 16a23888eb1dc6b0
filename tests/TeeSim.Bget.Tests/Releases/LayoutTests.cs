using TeeSim.Core.Profiles;
using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Releases;

/// <summary>What changed in structs between releases, read from the bytes.</summary>
public class LayoutTests
{
    [Theory]
    [InlineData("4.5", Abi.Ilp32, 96)]
    [InlineData("4.5", Abi.Lp64, 136)]
    [InlineData("4.6", Abi.Ilp32, 112)]
    [InlineData("4.6", Abi.Lp64, 144)]
    public void The_context_has_the_size_of_its_release_s_struct(string release, Abi abi, int size) =>
        Heap.ContextSize(abi, HeapRelease.Find(release)!.Options).ShouldBe(size);

    [Theory]
    [InlineData("4.5", 12)]
    [InlineData("4.6", 24)]
    public void On_LP64_the_debug_header_has_size_and_magic_where_its_release_has_them(string release, int offset)
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Lp64Mdbg with { Release = release });

        ulong header = heap.Heap.Malloc(5, heap.Site(77)) - 32;

        heap.Memory.Read<ulong>(header).ShouldBe(heap.Site(0).File);
        heap.Memory.Read<ushort>(header + 8).ShouldBe((ushort)77);
        heap.Memory.Read<uint>(header + (ulong)offset).ShouldBe(5u);
        heap.Memory.Read<uint>(header + (ulong)offset + 4).ShouldBe(0xadadadadu);
    }

    [Fact]
    public void On_ILP32_it_never_changed()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32Mdbg with { Release = "4.10" });

        ulong payload = heap.Heap.Malloc(5, heap.Site(77));

        heap.Memory.Read<uint>(payload - 8).ShouldBe(5u);
        heap.Memory.Read<uint>(payload - 4).ShouldBe(0xadadadadu);
    }
}
