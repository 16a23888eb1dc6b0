using TeeSim.Core.Profiles;
using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Malloc;

public class MdbgTests
{
    [Fact]
    public void The_listing_goes_by_pool_and_then_by_address()
    {
        TestHeap heap = TestHeap.Empty(HeapVariant.Ilp32Mdbg).WithPool(0x8000, 0x200).WithPool(0x1000, 0x400);
        ulong low = heap.Malloc(0x300);
        ulong high = heap.Malloc(0x20);

        heap.Heap.MdbgCheck().Select(e => e.Payload).ShouldBe([high, heap.Told[2].Address, low]);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(65535, 65535)]
    [InlineData(65536, 0)]
    [InlineData(70000, 4464)]
    public void A_line_is_cut_to_16_bits(int line, int listed)
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32Mdbg);

        heap.Heap.Malloc(8, heap.Site(line));

        heap.Heap.MdbgCheck()[0].Line.ShouldBe(listed);
    }

    [Fact]
    public void Realloc_records_the_new_caller_and_size()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32Mdbg);
        ulong old = heap.Heap.Malloc(8, heap.Site(10));

        ulong moved = heap.Heap.Realloc(old, 9, heap.Site("core/other.c", 20));

        MdbgEntry entry = heap.Heap.MdbgCheck()[0];
        entry.ShouldBe(new MdbgEntry(moved, 9, heap.Site("core/other.c", 0).File, 20));
    }

    [Fact]
    public void Without_debug_headers_there_is_nothing_to_list()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32);
        heap.Malloc(8);

        heap.Heap.PrintMdbgCheck();

        heap.Heap.MdbgCheck().ShouldBeEmpty();
        heap.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void The_lines_of_upstream_are_short()
    {
        TestHeap heap = Listed(TargetProfiles.Optee310Arm32);

        heap.Lines.ShouldBe(
        [
            "I/TC: buffer: 28 bytes core/arch/arm/mm/tee_mmu.c:256",
            "I/TC: buffer: 32 bytes core/arch/arm/mm/mobj.c:168",
            "I/TC: buffer: 8 bytes lib/libutils/isoc/bget_malloc.c:755",
        ]);
    }

    [Fact]
    public void The_lines_of_the_device_have_count_and_address()
    {
        TestHeap heap = Listed(TargetProfiles.Amlogic39Arm32);

        heap.Lines.ShouldBe(
        [
            "[57288.043962@0] [TEE] I/TC:0 00 gen_mdbg_check:639 count: 1, vaddr: 0x1370, buffer: 28 bytes core/arch/arm/mm/tee_mmu.c:256",
            "[57288.043962@0] [TEE] I/TC:0 00 gen_mdbg_check:639 count: 2, vaddr: 0x13a8, buffer: 32 bytes core/arch/arm/mm/mobj.c:168",
            "[57288.043962@0] [TEE] I/TC:0 00 gen_mdbg_check:639 count: 3, vaddr: 0x13e8, "
            + "buffer: 8 bytes lib/libutils/isoc/bget_malloc.c:755",
        ]);
    }

    [Fact]
    public void A_buffer_without_a_file_is_unknown()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32Mdbg);
        heap.Heap.Malloc(3, default);

        heap.Heap.PrintMdbgCheck();

        heap.Lines[0].ShouldBe("I/TC: buffer: 3 bytes unknown:0");
    }

    [Fact]
    public void Out_of_memory_is_told_with_the_payload_size_and_the_context()
    {
        TestHeap upstream = TestHeap.Small(HeapVariant.Ilp32Mdbg);
        TestHeap device = TestHeap.Small(HeapVariant.Ilp32Mdbg, TargetProfiles.Amlogic39Arm32);

        upstream.Malloc(1000);
        device.Calloc(0x8000_0001, 2);

        upstream.Lines.ShouldBe(["E/TC:0 0 print_oom:200 Memory allocation failed: size 1000 context 0x800000"]);
        device.Lines.ShouldBe(["[    0.000000@0] [TEE] E/TC:0 00 print_oom:200 Memory allocation failed: size 2 context 0x800000"]);
    }

    [Fact]
    public void Without_malloc_debugging_out_of_memory_is_silent()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32);

        heap.Malloc(1000).ShouldBe(0UL);

        heap.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void An_underrun_into_the_debug_header_is_found_by_the_check()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32Mdbg);
        ulong payload = heap.Malloc(8);
        heap.Memory.Write<byte>(payload - 1) = 0;

        Action check = () => heap.Heap.MdbgCheck();

        check.ShouldAssertAt("bget_malloc.c:536", payload);
    }

    [Theory]
    [InlineData(5, 8)]
    [InlineData(8, 8)]
    public void An_overrun_into_the_footer_is_found_by_check_free_and_realloc(ulong size, ulong footer)
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32Mdbg);
        ulong payload = heap.Malloc(size);
        heap.Memory.Write<byte>(payload + footer) = 0;

        Action check = () => heap.Heap.MdbgCheck();
        Action free = () => heap.Heap.Free(payload);
        Action realloc = () => heap.Realloc(payload, 1);

        check.ShouldAssertAt("bget_malloc.c:537", payload);
        free.ShouldAssertAt("bget_malloc.c:537", payload);
        realloc.ShouldAssertAt("bget_malloc.c:537", payload);
    }

    [Fact]
    public void An_overrun_by_less_than_the_rounding_is_not_noticed()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32Mdbg);
        ulong payload = heap.Malloc(5);
        heap.Memory.WriteBytes(payload + 5, 3).Fill(0xff);

        heap.Heap.Free(payload);

        heap.Heap.Validate().ShouldBeEmpty();
    }

    [Fact]
    public void A_damaged_payload_size_looks_for_the_footer_within_32_bits()
    {
        // payload + 0xfffffff0 wraps to the start of the debug header, which holds the file's address.
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32Mdbg);
        ulong payload = heap.Malloc(8);
        heap.SetWord(payload - 8, 0xffff_fff0);

        Action free = () => heap.Heap.Free(payload);

        free.ShouldAssertAt("bget_malloc.c:537", payload);
    }

    [Fact]
    public void A_damaged_payload_size_that_points_out_of_memory_is_a_data_abort()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Lp64Mdbg);
        ulong payload = heap.Malloc(8);
        heap.Memory.Write<uint>(payload - 20) = 0xffff_fff0;

        Action free = () => heap.Heap.Free(payload);

        free.ShouldAbortAt(payload + 0xffff_fff0);
    }

    [Fact]
    public void Checking_a_heap_without_pools_reads_the_array_at_NULL()
    {
        TestHeap heap = TestHeap.Empty(HeapVariant.Ilp32Mdbg);

        Action check = () => heap.Heap.MdbgCheck();

        check.ShouldAbortAt(0);
    }

    private static TestHeap Listed(TargetProfile profile)
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32Mdbg, profile);
        heap.Events.Stamp = heap.Events.Stamp with { Microseconds = 57_288_043_962 };
        heap.Heap.Malloc(32, heap.Site("core/arch/arm/mm/mobj.c", 168));
        heap.Heap.Malloc(28, heap.Site("core/arch/arm/mm/tee_mmu.c", 256));
        heap.Heap.PrintMdbgCheck();
        return heap;
    }
}
