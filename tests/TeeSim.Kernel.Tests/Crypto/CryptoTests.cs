using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Kernel.Crypto;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Statistics;
using TeeSim.Kernel.TrustedApplications;

namespace TeeSim.Kernel.Tests.Crypto;

/// <summary>The crypto pseudo TA: operations live on the core's heap, as shipped also those of clients that are gone.</summary>
public class CryptoTests
{
    public static TheoryData<string, string, bool> Everywhere
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            foreach (IDriverFactory driver in CryptoDrivers.All)
            {
                foreach (TargetProfile profile in TargetProfiles.All)
                {
                    data.Add(driver.Name, profile.Name, true);
                    data.Add(driver.Name, profile.Name, false);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void An_operation_from_allocate_to_final_leaves_nothing_behind(string driver, string profile, bool guarded)
    {
        var test =
            new TestWorld(TargetProfiles.Find(profile)!, o => o with { Driver = DriverCatalog.Find(driver)!, GuardDriver = guarded });
        uint session = test.Open(CryptoDrivers.PseudoTa.Uuid);
        uint before = test.World.Heap.Stats.Allocated;

        uint first = Allocate(test, session, 100);
        uint second = Allocate(test, session, 200);
        (first, second, test.World.Driver.Count("operation")).ShouldBe((1u, 2u, 2));
        Update(test, session, first, 16).ShouldBe(TeeResult.SUCCESS);
        Update(test, session, second, 0).ShouldBe(TeeResult.SUCCESS);
        Final(test, session, first).ShouldBe(TeeResult.SUCCESS);
        Final(test, session, first).ShouldBe(TeeResult.BAD_PARAMETERS);
        Final(test, session, second).ShouldBe(TeeResult.SUCCESS);

        test.World.Driver.Count("operation").ShouldBe(0);
        test.World.Driver.Count("channel").ShouldBe(0);
        test.World.Heap.Stats.Allocated.ShouldBe(before);
        test.ShouldBeSound();
    }

    [Fact]
    public void Its_two_buffers_are_listed_under_their_sites()
    {
        TestWorld test = World("crypto");
        uint session = test.Open(CryptoDrivers.PseudoTa.Uuid);

        Allocate(test, session, 100);

        test.Listing.Where(e => e.Function == "crypto_pta_allocate")
            .ShouldBe([("crypto_pta_allocate", 36u), ("crypto_pta_allocate", 100u)], ignoreOrder: true);
    }

    [Theory]
    [InlineData("crypto", 1)]
    [InlineData("crypto-reaper", 0)]
    public void What_a_dead_client_had_allocated_stays_as_shipped(string driver, int left)
    {
        TestWorld test = World(driver);
        uint session = test.Open(CryptoDrivers.PseudoTa.Uuid);
        uint other = (uint)test.World.OpenSession("other", CryptoDrivers.PseudoTa.Uuid).Value;
        uint before = test.World.Heap.Stats.Allocated;
        uint kept = Allocate(test, other, 64);
        uint withKept = test.World.Heap.Stats.Allocated;
        Allocate(test, session, 1000);

        test.World.KillProcess("process").IsSuccess.ShouldBeTrue();

        test.World.Driver.Count("operation").ShouldBe(left + 1);
        if (left == 0) test.World.Heap.Stats.Allocated.ShouldBeLessThan(withKept, "its session went, too");
        Final(test, other, kept).ShouldBe(TeeResult.SUCCESS, "whose client lives");
        if (left == 0) test.World.Heap.Stats.Allocated.ShouldBeLessThan(before);
    }

    [Fact]
    public void Only_the_session_that_has_allocated_an_operation_can_use_it()
    {
        TestWorld test = World("crypto");
        uint session = test.Open(CryptoDrivers.PseudoTa.Uuid);
        uint other = test.Open(CryptoDrivers.PseudoTa.Uuid);
        uint operation = Allocate(test, session, 64);

        Update(test, other, operation, 1).ShouldBe(TeeResult.BAD_PARAMETERS);
        Final(test, other, operation).ShouldBe(TeeResult.BAD_PARAMETERS);
        Final(test, session, operation).ShouldBe(TeeResult.SUCCESS);
    }

    [Theory]
    [InlineData("crypto", 1)]
    [InlineData("crypto-reaper", 0)]
    public void A_TA_that_calls_it_by_itself_and_panics_is_like_a_client_that_dies(string driver, int left)
    {
        TestWorld test = World(driver);
        uint session = test.Open(TestWorld.Drm);
        Allocate(test, session, 64);

        test.World.Invoke("process", session, new CommandRequest { Reply = new TaReply(TeeResult.SUCCESS, 7) }).Result
            .ShouldBe(TeeResult.TARGET_DEAD);
        test.Close(session);

        test.World.Driver.Count("operation").ShouldBe(left);
        test.ShouldBeSound();
    }

    [Fact]
    public void Every_allocation_can_fail()
    {
        TestWorld test = World("crypto");
        uint session = test.Open(CryptoDrivers.PseudoTa.Uuid);
        uint before = test.World.Heap.Stats.Allocated;

        // The first is the object of the call's arguments.
        foreach ((int nth, TeeResult result) in ((int, TeeResult)[])[
            (1, TeeResult.COMMUNICATION),
            (2, TeeResult.OUT_OF_MEMORY),
            (3, TeeResult.OUT_OF_MEMORY),
            (4, TeeResult.SUCCESS),
        ])
        {
            test.World.Heap.FailAllocation = nth;
            TryAllocate(test, session, 64).Result.ShouldBe(result);
            test.World.Heap.FailAllocation = 0;
            if (result != TeeResult.SUCCESS) test.World.Heap.Stats.Allocated.ShouldBe(before);
        }
    }

    [Fact]
    public void More_than_a_word_can_count_overflows()
    {
        TestWorld test = World("crypto");
        uint session = test.Open(CryptoDrivers.PseudoTa.Uuid);
        uint operation = Allocate(test, session, 1);

        Update(test, session, operation, uint.MaxValue).ShouldBe(TeeResult.SUCCESS);
        Update(test, session, operation, 1).ShouldBe(TeeResult.OVERFLOW);
        Update(test, session, operation, 0).ShouldBe(TeeResult.SUCCESS);
    }

    [Fact]
    public void Neither_nothing_nor_too_much_is_allocated()
    {
        TestWorld test = World("crypto");
        uint session = test.Open(CryptoDrivers.PseudoTa.Uuid);

        TryAllocate(test, session, 0).Result.ShouldBe(TeeResult.BAD_PARAMETERS);
        TryAllocate(test, session, 64 << 20).Result.ShouldBe(TeeResult.OUT_OF_MEMORY);
        test.World.Driver.Count("operation").ShouldBe(0);
    }

    [Fact]
    public void What_it_does_not_offer_is_not_supported()
    {
        TestWorld test = World("crypto");
        uint session = test.Open(CryptoDrivers.PseudoTa.Uuid);
        var other = new EntryPoint("other", "Is another driver's", []);

        test.World.Invoke("p", session, other, new EntryArguments(other)).Result.ShouldBe(TeeResult.NOT_SUPPORTED);
    }

    [Fact]
    public void In_another_pseudo_TA_it_cannot_be_called()
    {
        TestWorld test = World("crypto");
        uint session = test.Open(StatsPta.Uuid);

        TryAllocate(test, session, 64).ShouldBe(TeeOutcome.Error(TeeResult.BAD_PARAMETERS));
    }

    private static TestWorld World(string driver) =>
        TestWorld.Amlogic(o => o with { Driver = DriverCatalog.Find(driver)!, GuardDriver = true });

    private static uint Allocate(TestWorld test, uint session, ulong size)
    {
        TeeOutcome outcome = TryAllocate(test, session, size);
        outcome.IsSuccess.ShouldBeTrue();
        return (uint)outcome.Value;
    }

    private static TeeOutcome TryAllocate(TestWorld test, uint session, ulong size) =>
        Call(test, session, new EntryArguments(CryptoEntryPoints.Allocate).Set("size", size));

    private static TeeResult Update(TestWorld test, uint session, uint operation, ulong bytes) =>
        Call(test, session, new EntryArguments(CryptoEntryPoints.Update).Set("operation", operation).Set("bytes", bytes)).Result;

    private static TeeResult Final(TestWorld test, uint session, uint operation) =>
        Call(test, session, new EntryArguments(CryptoEntryPoints.Final).Set("operation", operation)).Result;

    private static TeeOutcome Call(TestWorld test, uint session, EntryArguments arguments) =>
        test.World.Invoke("p", session, arguments.Entry, arguments);
}
