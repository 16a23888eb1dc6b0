using TeeSim.Core;

namespace TeeSim.Kernel.Tests.Tvp;

/// <summary>The codes of open_channel in the order of its checks. The pool is 8 MiB at 0x5a000000.</summary>
public class OpenChannelTests
{
    private const ulong Pool = 0x5a00_0000;
    private const ulong PoolSize = 0x80_0000;
    private static readonly AddressRange Output = new(Pool + 0x40_0000, 0x1000);

    [Theory]
    [InlineData(TestWorld.Input, 0UL)]
    [InlineData(TestWorld.Input + 1, 0x1000UL)]
    [InlineData(TestWorld.Input, 0x1001UL)]
    [InlineData(Pool - 0x1000, 0x2000UL)]
    [InlineData(Pool + PoolSize - 0x1000, 0x2000UL)]
    [InlineData(Pool + PoolSize, 0x1000UL)]
    [InlineData(Pool, PoolSize + 0x1000)]
    [InlineData(TestWorld.Input, 0xffff_ffff_ffff_f000UL)]
    [InlineData(0x1_5a30_0000UL, 0x1000UL)]
    public void An_input_that_is_empty_unaligned_or_outside_of_the_pool_comes_first(ulong pa, ulong size)
    {
        // The whole pool is taken already: a good input would be a conflict.
        TestWorld test = TestWorld.Amlogic();
        uint session = test.Open(TestWorld.Tvp);
        test.OpenChannel(session, out _, Pool, PoolSize).ShouldBe(TeeResult.SUCCESS);

        test.OpenChannel(session, out uint handle, pa, size).ShouldBe(TeeResult.BAD_PARAMETERS);

        handle.ShouldBe(0u);
        test.World.Driver.Count("channel").ShouldBe(1);
    }

    [Theory]
    [InlineData(Pool + 0x40_0001, 0x1000UL)]
    [InlineData(Pool + 0x40_0000, 0x800UL)]
    [InlineData(0x6000_0000UL, 0x1000UL)]
    public void So_does_an_output_that_is_unaligned_or_outside(ulong pa, ulong size)
    {
        TestWorld test = TestWorld.Amlogic();
        uint session = test.Open(TestWorld.Tvp);
        test.OpenChannel(session, out _).ShouldBe(TeeResult.SUCCESS);

        test.OpenChannel(session, out _, outputs: [Output, new AddressRange(pa, size)]).ShouldBe(TeeResult.BAD_PARAMETERS);
    }

    [Fact]
    public void There_is_room_for_four_outputs()
    {
        TestWorld test = TestWorld.Amlogic();
        uint session = test.Open(TestWorld.Tvp);

        test.OpenChannel(session, out _, outputs: [Output, Output, Output, Output, Output]).ShouldBe(TeeResult.BAD_PARAMETERS);
        test.OpenChannel(session, out _, outputs: [Output, Output, Output, Output]).ShouldBe(TeeResult.SUCCESS);
    }

    [Theory]
    [InlineData(TestWorld.Input, 0x1000UL, TeeResult.ACCESS_CONFLICT)]
    [InlineData(TestWorld.Input + 0xf_f000, 0x2000UL, TeeResult.ACCESS_CONFLICT)]
    [InlineData(TestWorld.Input - 0x1000, 0x2000UL, TeeResult.ACCESS_CONFLICT)]
    [InlineData(Pool, PoolSize, TeeResult.ACCESS_CONFLICT)]
    [InlineData(TestWorld.Input - 0x1000, 0x1000UL, TeeResult.SUCCESS)]
    [InlineData(TestWorld.Input + 0x10_0000, 0x1000UL, TeeResult.SUCCESS)]
    public void An_input_that_overlaps_an_open_channels_comes_second(ulong pa, ulong size, TeeResult expected)
    {
        TestWorld test = TestWorld.Amlogic();
        uint session = test.Open(TestWorld.Tvp);
        test.OpenChannel(session, out _, outputs: [Output]).ShouldBe(TeeResult.SUCCESS);
        if (expected != TeeResult.SUCCESS) test.FillHeapButForACall();

        test.OpenChannel(session, out _, pa, size).ShouldBe(expected);
    }

    [Fact]
    public void Outputs_may_overlap_anything()
    {
        TestWorld test = TestWorld.Amlogic();
        uint session = test.Open(TestWorld.Tvp);
        test.OpenChannel(session, out _, outputs: [Output]).ShouldBe(TeeResult.SUCCESS);

        AddressRange[] outputs = [Output, new AddressRange(TestWorld.Input, 0x1000)];
        test.OpenChannel(session, out _, Output.Start, 0x1000, outputs: outputs).ShouldBe(TeeResult.SUCCESS);
    }

    [Fact]
    public void The_heap_comes_last()
    {
        TestWorld test = TestWorld.Amlogic();
        uint session = test.Open(TestWorld.Tvp);
        test.FillHeapButForACall();

        test.OpenChannel(session, out _).ShouldBe(TeeResult.OUT_OF_MEMORY);

        test.World.Driver.Count("channel").ShouldBe(0);
    }

    [Fact]
    public void Handles_count_from_1_and_are_not_used_again()
    {
        TestWorld test = TestWorld.Amlogic();
        uint session = test.Open(TestWorld.Tvp);

        for (uint expected = 1; expected < 4; expected++)
        {
            test.OpenChannel(session, out uint handle).ShouldBe(TeeResult.SUCCESS);
            handle.ShouldBe(expected);
            test.CloseChannel(session, handle).ShouldBe(TeeResult.SUCCESS);
        }
    }

    [Fact]
    public void Handles_wrap_around_0_and_those_in_use()
    {
        TestWorld test = TestWorld.Amlogic();
        uint session = test.Open(TestWorld.Tvp);
        test.OpenChannel(session, out _, TestWorld.Input, 0x1000);
        // The next handle is the driver's last static variable.
        test.World.Memory.Write<uint>(test.World.Statics.Start + test.World.Statics.Size - 4) = uint.MaxValue;

        test.OpenChannel(session, out uint last, TestWorld.Input + 0x1000, 0x1000);
        test.OpenChannel(session, out uint next, TestWorld.Input + 0x2000, 0x1000);

        last.ShouldBe(uint.MaxValue);
        next.ShouldBe(2u);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_channel_is_bound_to_the_caller_unless_another_TA_is_named(bool named)
    {
        TestWorld test = TestWorld.Amlogic();
        uint tvp = test.Open(TestWorld.Tvp);
        uint drm = test.Open(TestWorld.Drm);

        test.OpenChannel(tvp, out _, bind: named ? TestWorld.Drm : null);

        test.Map(tvp, TestWorld.Input, 0x1000, out _).ShouldBe(named ? TeeResult.ITEM_NOT_FOUND : TeeResult.SUCCESS);
        test.Map(drm, TestWorld.Input, 0x1000, out _).ShouldBe(named ? TeeResult.SUCCESS : TeeResult.ITEM_NOT_FOUND);
    }
}
