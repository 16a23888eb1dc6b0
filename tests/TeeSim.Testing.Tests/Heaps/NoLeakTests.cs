namespace TeeSim.Testing.Tests.Heaps;

public class NoLeakTests
{
    private const string OneSwitch = """
        this block leaks 2 blocks, 60 bytes: nobody owns them any more
          1 block, 32 bytes from core/arch/arm/mm/mobj.c:168 (mobj_phys_alloc)
            0x32f05a78, 32 bytes: object of the region of drm, va 0x00103000 pa 0x5a399000 size 0x1000
          1 block, 28 bytes from core/arch/arm/mm/tee_mmu.c:257 (vm_map_pad)
            0x32f05a40, 28 bytes: region of drm, va 0x00103000 pa 0x5a399000 size 0x1000
        """;

    private readonly Incident _incident = new();

    [Fact]
    public void The_right_order_leaks_nothing() => TeeAssert.NoLeak(_incident.World, _incident.SwitchInTheRightOrder);

    [Fact]
    public void The_wrong_order_leaks_a_region_and_its_object() => Leak(_incident.SwitchInTheWrongOrder).ShouldBe(OneSwitch);

    [Fact]
    public void What_was_allocated_before_counts_when_it_loses_its_owner_in_the_block()
    {
        uint channel = _incident.Open();
        _incident.Map();

        Leak(() => _incident.Close(channel)).ShouldBe(OneSwitch);
    }

    [Fact]
    public void What_had_leaked_before_does_not_count()
    {
        _incident.SwitchInTheWrongOrder();

        TeeAssert.NoLeak(_incident.World, _incident.SwitchInTheRightOrder);
        Leak(_incident.SwitchInTheWrongOrder).ShouldStartWith("this block leaks 2 blocks, 60 bytes: nobody owns them any more\n");
    }

    [Fact]
    public void A_leak_at_the_address_of_one_that_is_gone_counts()
    {
        _incident.SwitchInTheWrongOrder();

        // The end of the last session takes the TA with it, and what it had mapped; the next one gets the same addresses.
        string message = Leak(() =>
        {
            _incident.World.CloseSession("player", _incident.Session);
            _incident.World.OpenSession("player", _incident.World.Options.Tas[0].Uuid);
            _incident.SwitchInTheWrongOrder();
        });

        message.ShouldBe(OneSwitch);
    }

    [Fact]
    public void What_is_still_owned_is_no_leak() => TeeAssert.NoLeak(_incident.World, () => _incident.Open());

    [Fact]
    public void Of_many_blocks_from_one_call_site_five_are_listed()
    {
        string[] lines = Leak(() =>
        {
            for (int i = 0; i < 7; i++) _incident.SwitchInTheWrongOrder();
        }).Split('\n');

        lines[0].ShouldBe("this block leaks 14 blocks, 420 bytes: nobody owns them any more");
        lines[1].ShouldBe("  7 blocks, 224 bytes from core/arch/arm/mm/mobj.c:168 (mobj_phys_alloc)");
        lines[7].ShouldBe("    and 2 more");
        lines.Length.ShouldBe(1 + (2 * 7));
    }

    [Theory]
    [InlineData("mobj.c:168", "tee_mmu.c:257")]
    [InlineData("core/arch/arm/mm/mobj.c:168", "mm/tee_mmu.c:257")]
    public void Suppressed_call_sites_may_leak(string first, string second) =>
        TeeAssert.NoLeak(_incident.World, _incident.SwitchInTheWrongOrder, new Suppressions(first, second));

    [Fact]
    public void What_is_not_suppressed_is_still_found() => Should.Throw<TeeAssertException>(
        () => TeeAssert.NoLeak(_incident.World, _incident.SwitchInTheWrongOrder, new Suppressions("mobj.c:168")))
        .Message.ShouldBe("""
            this block leaks 1 block, 28 bytes: nobody owns them any more
              1 block, 28 bytes from core/arch/arm/mm/tee_mmu.c:257 (vm_map_pad)
                0x32f05a40, 28 bytes: region of drm, va 0x00103000 pa 0x5a399000 size 0x1000
            """);

    [Fact]
    public void It_works_on_64_bit_targets()
    {
        var incident = new Incident("optee-3.10-arm64");

        TeeAssert.NoLeak(incident.World, incident.SwitchInTheRightOrder);
        Should.Throw<TeeAssertException>(() => TeeAssert.NoLeak(incident.World, incident.SwitchInTheWrongOrder)).Message
            .ShouldStartWith("this block leaks 2 blocks, 112 bytes: nobody owns them any more\n");
    }

    [Fact]
    public void A_core_that_panics_in_the_block_is_no_clean_one() =>
        Leak(_incident.Panic).ShouldBe("the core panicked in this block: Panic 'made up' at file.c:1 <f>");

    [Fact]
    public void A_core_that_has_panicked_can_t_be_looked_at()
    {
        _incident.Panic();

        Leak(_incident.SwitchInTheRightOrder).ShouldBe("the core panicked before this block: Panic 'made up' at file.c:1 <f>");
    }

    [Fact]
    public void An_exception_of_the_block_comes_out_as_it_is() =>
        Should.Throw<InvalidOperationException>(
            () => TeeAssert.NoLeak(_incident.World, () => throw new InvalidOperationException("mine"))).Message.ShouldBe("mine");

    [Fact]
    public void Who_listens_to_the_world_is_told_meanwhile_and_afterwards()
    {
        int events = 0;
        var incident = new Incident(listener: _ => events++);
        int[] counts = new int[3];

        counts[0] = events;
        TeeAssert.NoLeak(incident.World, incident.SwitchInTheRightOrder);
        counts[1] = events;
        incident.SwitchInTheRightOrder();
        counts[2] = events;

        (counts[1] - counts[0]).ShouldBeGreaterThan(0);
        (counts[2] - counts[1]).ShouldBe(counts[1] - counts[0]);
    }

    private string Leak(Action block) => Should.Throw<TeeAssertException>(() => TeeAssert.NoLeak(_incident.World, block)).Message;
}
