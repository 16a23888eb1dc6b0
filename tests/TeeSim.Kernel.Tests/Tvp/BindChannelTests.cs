using TeeSim.Core;

namespace TeeSim.Kernel.Tests.Tvp;

public class BindChannelTests
{
    [Fact]
    public void An_unknown_handle_is_not_found()
    {
        TestWorld test = TestWorld.Amlogic();
        uint session = test.Open(TestWorld.Tvp);
        test.OpenChannel(session, out uint handle);

        test.BindChannel(session, handle + 1, TestWorld.Drm).ShouldBe(TeeResult.ITEM_NOT_FOUND);
        test.BindChannel(session, 0, TestWorld.Drm).ShouldBe(TeeResult.ITEM_NOT_FOUND);
    }

    [Fact]
    public void A_channel_with_a_live_mapping_is_busy_until_it_is_unmapped()
    {
        TestWorld test = TestWorld.Amlogic();
        uint session = test.Open(TestWorld.Tvp);
        test.OpenChannel(session, out uint handle);
        test.Map(session, TestWorld.Input, 0x1000, out _);

        test.BindChannel(session, handle, TestWorld.Drm).ShouldBe(TeeResult.BUSY);
        test.Unmap(session, TestWorld.Input, 0x1000).ShouldBe(TeeResult.SUCCESS);
        test.BindChannel(session, handle, TestWorld.Drm).ShouldBe(TeeResult.SUCCESS);

        test.Map(session, TestWorld.Input, 0x1000, out _).ShouldBe(TeeResult.ITEM_NOT_FOUND);
        test.Map(test.Open(TestWorld.Drm), TestWorld.Input, 0x1000, out _).ShouldBe(TeeResult.SUCCESS);
    }

    [Fact]
    public void Any_TA_may_bind_even_one_that_does_not_exist()
    {
        TestWorld test = TestWorld.Amlogic();
        uint tvp = test.Open(TestWorld.Tvp);
        test.OpenChannel(tvp, out uint handle);

        test.BindChannel(test.Open(TestWorld.Drm), handle, Guid.Empty).ShouldBe(TeeResult.SUCCESS);

        test.Map(tvp, TestWorld.Input, 0x1000, out _).ShouldBe(TeeResult.ITEM_NOT_FOUND);
    }
}
