using TeeSim.Core;

namespace TeeSim.Kernel.Tests.Sessions;

/// <summary>The lines that sessions print, character for character; each call takes a simulated millisecond.</summary>
public class SessionLogTests
{
    [Fact]
    public void The_device_says_when_a_TA_is_opened_again()
    {
        TestWorld test = TestWorld.Amlogic();
        test.Open(TestWorld.Tvp);

        test.Open(TestWorld.Tvp);

        test.Lines.ShouldBe(
        [
            "[    0.001000@0] [TEE] D/TC:? 00 tee_ta_init_pseudo_ta_session:283 Lookup pseudo TA 37eb0e02-c43d-48a8-a129-a95dd3d43929",
            "[    0.002000@0] [TEE] D/TC:? 00 tee_ta_init_session_with_context:583 Re-open TA 37eb0e02-c43d-48a8-a129-a95dd3d43929",
        ]);
    }

    [Fact]
    public void The_device_says_when_a_session_and_its_context_end()
    {
        TestWorld test = TestWorld.Amlogic();
        uint session = test.Open(TestWorld.Tvp);
        ulong address = test.FirstOf("tee_ta_init_session");
        ulong ctx = test.World.Contexts[0].Address + 352;

        test.Close(session);
        test.Close(session);

        test.Lines.ShouldBe(
        [
            "[    0.001000@0] [TEE] D/TC:? 00 tee_ta_init_pseudo_ta_session:283 Lookup pseudo TA 37eb0e02-c43d-48a8-a129-a95dd3d43929",
            $"[    0.002000@0] [TEE] D/TC:? 00 tee_ta_close_session:490 csess 0x{address:x} id 1",
            "[    0.002000@0] [TEE] D/TC:? 00 tee_ta_close_session:509 Destroy session",
            $"[    0.002000@0] [TEE] D/TC:? 00 destroy_context:298 Destroy TA ctx (0x{ctx:x})",
            "[    0.003000@0] [TEE] D/TC:? 00 tee_ta_close_session:490 csess 0x0 id 4294967295",
        ]);
    }

    [Fact]
    public void Upstream_prints_no_carrier_one_thread_digit_and_its_own_lines()
    {
        TestWorld test = TestWorld.Upstream();
        test.Open(TestWorld.Tvp);
        ulong address = test.FirstOf("tee_ta_init_session");
        test.Open(TestWorld.Tvp);

        test.Close(1);

        test.Lines.ShouldBe(
        [
            "D/TC:? 0 tee_ta_init_pseudo_ta_session:283 Lookup pseudo TA 37eb0e02-c43d-48a8-a129-a95dd3d43929",
            "D/TC:? 0 tee_ta_init_session_with_context:573 Re-open TA 37eb0e02-c43d-48a8-a129-a95dd3d43929",
            $"D/TC:? 0 tee_ta_close_session:498 csess 0x{address:x} id 1",
            "D/TC:? 0 tee_ta_close_session:518 Destroy session",
        ]);
    }

    [Fact]
    public void A_failed_open_says_its_result()
    {
        TestWorld test = TestWorld.Amlogic();

        test.FillHeapButForACall();

        test.World.OpenSession("process", Guid.Empty);

        test.Lines[0].ShouldStartWith("[    0.001000@0] [TEE] E/TC:0 00 print_oom:200 Memory allocation failed: size 88 ");
        test.Lines[^1].ShouldBe("[    0.001000@0] [TEE] D/TC:? 00 tee_ta_open_session:684 init session failed 0xffff000c");
    }

    [Fact]
    public void A_failed_call_says_its_result_and_that_the_TA_gave_it()
    {
        TestWorld test = TestWorld.Amlogic();
        uint session = test.Open(TestWorld.Drm);

        test.Unmap(session, 0x5a39_9000, 0x1000).ShouldBe(TeeResult.ITEM_NOT_FOUND);

        test.Lines.ShouldBe(
        [
            "[    0.001000@0] [TEE] D/TC:? 00 tee_ta_init_pseudo_ta_session:283 Lookup pseudo TA acbe4b66-6e40-46dc-a2fe-a576922cf170",
            "[    0.002000@0] [TEE] E/TC:? 00 tee_tvp_vdec_input_buf_unmap:214 no mapping of pa 0x5a399000 size 0x1000",
            "[    0.002000@0] [TEE] D/TC:? 00 tee_ta_invoke_command:773 Error: ffff0008 of 4",
        ]);
    }

    [Fact]
    public void A_call_without_a_session_is_refused_silently()
    {
        TestWorld test = TestWorld.Amlogic();

        test.CloseChannel(7, 1).ShouldBe(TeeResult.BAD_PARAMETERS);

        test.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void Sleeping_moves_the_clock_of_the_next_line()
    {
        TestWorld test = TestWorld.Amlogic();
        test.World.Sleep(TimeSpan.FromSeconds(57288.042962));

        test.World.OpenSession("process", Guid.Empty);

        test.Lines.ShouldNotBeEmpty();
        test.Lines[0].ShouldStartWith("[57288.043962@0] [TEE] D/TC:? 00 ");
    }
}
