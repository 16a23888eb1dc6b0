namespace TeeSim.Testing.Tests.Heaps;

public class GrowthTests
{
    private readonly Incident _incident = new();
    private int _round;

    [Fact]
    public void The_right_order_does_not_grow() =>
        TeeAssert.GrowsAtMost(_incident.World, bytes: 0, warmUp: 2, rounds: 10, _incident.SwitchInTheRightOrder);

    [Fact]
    public void The_wrong_order_grows_by_the_same_each_round() => Growth(599, 2, 10, _incident.SwitchInTheWrongOrder).ShouldBe("""
        the heap grows by 20 blocks, 600 bytes in 10 rounds, after 2 to warm up; at most 599 bytes may stay
          core/arch/arm/mm/mobj.c:168 (mobj_phys_alloc): +1 block, +32 bytes each round
          core/arch/arm/mm/tee_mmu.c:257 (vm_map_pad): +1 block, +28 bytes each round
        """);

    [Fact]
    public void As_much_as_is_allowed_may_stay()
    {
        TeeAssert.GrowsAtMost(_incident.World, bytes: 600, warmUp: 2, rounds: 10, _incident.SwitchInTheWrongOrder);
        TeeAssert.GrowsAtMostBlocks(_incident.World, blocks: 20, warmUp: 2, rounds: 10, _incident.SwitchInTheWrongOrder);
    }

    [Fact]
    public void Blocks_count_whatever_their_size() =>
        Should.Throw<TeeAssertException>(
            () => TeeAssert.GrowsAtMostBlocks(_incident.World, blocks: 1, warmUp: 0, rounds: 1, _incident.SwitchInTheWrongOrder)).Message
            .ShouldBe("""
                the heap grows by 2 blocks, 60 bytes in 1 round; at most 1 block may stay
                  core/arch/arm/mm/mobj.c:168 (mobj_phys_alloc): +1 block, +32 bytes each round
                  core/arch/arm/mm/tee_mmu.c:257 (vm_map_pad): +1 block, +28 bytes each round
                """);

    [Fact]
    public void What_grows_now_and_then_is_shown_round_by_round() => Growth(0, 1, 4, WrongEveryOtherTime).ShouldBe("""
        the heap grows by 4 blocks, 120 bytes in 4 rounds, after 1 to warm up; at most 0 bytes may stay
          core/arch/arm/mm/mobj.c:168 (mobj_phys_alloc): +2 blocks, +64 bytes; round by round +0, +32, +0, +32 bytes
          core/arch/arm/mm/tee_mmu.c:257 (vm_map_pad): +2 blocks, +56 bytes; round by round +0, +28, +0, +28 bytes
        """);

    [Fact]
    public void Of_many_rounds_twelve_are_shown() =>
        Growth(0, 1, 14, WrongEveryOtherTime).Split('\n')[1]
            .ShouldEndWith("; round by round +0, +32, +0, +32, +0, +32, +0, +32, +0, +32, +0, +32, … bytes");

    [Fact]
    public void The_warm_up_may_grow() => TeeAssert.GrowsAtMost(_incident.World, bytes: 0, warmUp: 3, rounds: 5, () =>
    {
        if (_round++ < 3) _incident.SwitchInTheWrongOrder();
    });

    [Fact]
    public void Owned_memory_counts_too() =>
        Growth(0, 0, 3, () => _incident.World.OpenSession("player", _incident.World.Options.Tas[0].Uuid))
            .ShouldStartWith("the heap grows by 3 blocks, ");

    [Fact]
    public void Suppressed_call_sites_may_grow() =>
        TeeAssert.GrowsAtMost(_incident.World, bytes: 0, warmUp: 0, rounds: 3, _incident.SwitchInTheWrongOrder,
            new Suppressions("mobj.c:168", "core/arch/arm/mm/tee_mmu.c:257"));

    [Fact]
    public void What_is_not_suppressed_still_counts() =>
        Should.Throw<TeeAssertException>(() => TeeAssert.GrowsAtMost(
            _incident.World, bytes: 0, warmUp: 0, rounds: 3, _incident.SwitchInTheWrongOrder, new Suppressions("tee_mmu.c:257"))).Message
            .ShouldBe("""
                the heap grows by 3 blocks, 96 bytes in 3 rounds; at most 0 bytes may stay
                  core/arch/arm/mm/mobj.c:168 (mobj_phys_alloc): +1 block, +32 bytes each round
                """);

    [Fact]
    public void A_panic_says_in_which_round()
    {
        Growth(0, 1, 4, () =>
        {
            if (++_round == 3) _incident.Panic();
        }).ShouldBe("the core panicked in round 3: Panic 'made up' at file.c:1 <f>");
        Growth(0, 1, 4, _incident.SwitchInTheRightOrder)
            .ShouldBe("the core panicked before the first round: Panic 'made up' at file.c:1 <f>");
    }

    [Theory]
    [InlineData(-1, 0, 1)]
    [InlineData(0, -1, 1)]
    [InlineData(0, 0, 0)]
    public void Numbers_without_sense_are_refused(long allowed, int warmUp, int rounds)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => TeeAssert.GrowsAtMost(_incident.World, allowed, warmUp, rounds, () => { }));
        Should.Throw<ArgumentOutOfRangeException>(() => TeeAssert.GrowsAtMostBlocks(_incident.World, allowed, warmUp, rounds, () => { }));
    }

    private void WrongEveryOtherTime()
    {
        if (_round++ % 2 == 0) _incident.SwitchInTheWrongOrder();
        else _incident.SwitchInTheRightOrder();
    }

    private string Growth(long bytes, int warmUp, int rounds, Action round) =>
        Should.Throw<TeeAssertException>(() => TeeAssert.GrowsAtMost(_incident.World, bytes, warmUp, rounds, round)).Message;
}
