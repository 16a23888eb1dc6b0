using TeeSim.Core.Memory;

namespace TeeSim.Core.Tests.Memory;

public class StringTableTests
{
    [Fact]
    public void Strings_lie_in_the_order_of_their_first_use_aligned_to_4()
    {
        var memory = new SimulatedMemory();
        var table = new StringTable(memory, 0x1000, 64);

        table.Intern("abc").ShouldBe(0x1000UL);
        table.Intern("mobj.c").ShouldBe(0x1004UL);
        table.Intern("").ShouldBe(0x100cUL);
        table.Intern("x").ShouldBe(0x1010UL);
        table.Intern("abc").ShouldBe(0x1000UL);

        memory.ReadString(0x1004).ShouldBe("mobj.c");
        memory.ReadString(0x100c).ShouldBe("");
    }

    [Fact]
    public void A_call_site_has_the_address_of_its_file()
    {
        var memory = new SimulatedMemory();
        var table = new StringTable(memory, 0x1000, 64);

        CallSite site = table.Site(new SourceSite("core/a.c", 12, "f"));

        site.ShouldBe(new CallSite(0x1000, 12));
        memory.ReadString(site.File).ShouldBe("core/a.c");
    }

    [Fact]
    public void A_full_table_says_so()
    {
        var table = new StringTable(new SimulatedMemory(), 0x1000, 9);
        table.Intern("abcd");

        Should.Throw<InvalidOperationException>(() => table.Intern("x")).Message.ShouldBe("the string segment is full");
    }

    [Fact]
    public void The_last_byte_can_be_used()
    {
        var memory = new SimulatedMemory();
        var table = new StringTable(memory, 0x1000, 8);

        table.Intern("1234567").ShouldBe(0x1000UL);

        memory.ReadString(0x1000).ShouldBe("1234567");
        Should.Throw<InvalidOperationException>(() => table.Intern(""));
    }

    [Fact]
    public void A_string_that_a_restore_took_away_is_stored_again_at_its_place()
    {
        var memory = new SimulatedMemory();
        var table = new StringTable(memory, 0x1000, 64);
        MemorySnapshot before = memory.Snapshot();
        ulong address = table.Intern("core/a.c");
        memory.Restore(before);

        table.Intern("core/b.c").ShouldNotBe(address);
        table.Intern("core/a.c").ShouldBe(address);

        memory.ReadString(address).ShouldBe("core/a.c");
    }
}
