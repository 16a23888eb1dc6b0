using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Kernel.Tvp;

namespace TeeSim.Kernel.Tests.Lifecycle;

/// <summary>Each allocation of a call is made to fail in turn: the call ends as with a full heap, and all is as before.</summary>
public class FailAllocationTests
{
    private static readonly AddressRange Buffer = new(TestWorld.Input, 4 * TestWorld.Page);

    public static TheoryData<string, string> ProfilesAndCalls
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string profile in Core.Profiles.TargetProfiles.All.Select(p => p.Name))
            {
                foreach (string call in (string[])["open_session", "open_session again", "open_channel", "bind_channel", "map", "unmap",
                    "close_channel", "close_session"])
                {
                    data.Add(profile, call);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ProfilesAndCalls))]
    public void Each_ends_as_with_a_full_heap_and_leaves_all_as_it_was(string profile, string name)
    {
        TestWorld test = LoadedWorld.Of(profile, LoadedWorld.Shared, LoadedWorld.Shared).Warm(LoadedWorld.First);
        Func<TeeOutcome> call = Prepare(test, name);
        WorldState before = WorldState.Of(test.World);
        WorldSnapshot snapshot = test.World.Snapshot();
        test.Told.Clear();
        call().IsSuccess.ShouldBeTrue();
        int allocations = test.Told.Count(e => e.Kind == TeeEventKind.Allocated);
        test.World.Restore(snapshot);
        int failed = 0;

        for (int n = 1; n <= allocations; n++)
        {
            TeeOutcome full = new FailingNth(test, n - 1).During(call);
            test.World.Restore(snapshot);
            test.World.Heap.FailAllocation = n;

            TeeOutcome outcome = call();

            test.World.Heap.FailAllocation.ShouldBe(0, $"allocation {n}");
            outcome.ShouldBe(full, $"allocation {n}");
            test.ShouldHoldTogether();
            if (!outcome.IsSuccess)
            {
                failed++;
                outcome.ShouldBe(TeeOutcome.Of(n == 1 ? TeeResult.COMMUNICATION : TeeResult.OUT_OF_MEMORY), $"allocation {n}");
                WorldState.Of(test.World).ShouldBe(before, $"allocation {n}");
            }

            test.World.Restore(snapshot);
        }

        // What is left of a file is digested for nobody: a load goes on without.
        failed.ShouldBe(name == "open_session" ? allocations - Digests(test, call) : allocations);
        test.World.Restore(snapshot);
        test.World.Heap.FailAllocation = allocations + 3;
        call().IsSuccess.ShouldBeTrue();
        test.World.Heap.FailAllocation.ShouldBe(3);
    }

    private static int Digests(TestWorld test, Func<TeeOutcome> load)
    {
        test.Told.Clear();
        load().IsSuccess.ShouldBeTrue();
        return test.Allocations().Count(site => site == test.World.Options.Profile.Sites.ReeFsTaDigest!.Value.ShortForm);
    }

    /// <summary>Makes the calls that come before, and gives the one to try.</summary>
    private static Func<TeeOutcome> Prepare(TestWorld test, string call)
    {
        if (call == "open_session") return () => test.World.OpenSession("process", LoadedWorld.First);
        uint session = test.Open(LoadedWorld.First);
        if (call == "open_session again") return () => test.World.OpenSession("process", LoadedWorld.First);
        if (call == "close_session") return () => test.World.CloseSession("process", session);
        if (call == "open_channel") return () => test.TryOpenChannel(session, Buffer.Start, Buffer.Size, null);
        uint channel = (uint)test.TryOpenChannel(session, Buffer.Start, Buffer.Size, null).Value;
        if (call == "bind_channel") return () => test.World.BindChannel("process", session, channel, LoadedWorld.Second);
        if (call == "map") return () => test.TryMap(session, Buffer.Start, TestWorld.Page);
        test.TryMap(session, Buffer.Start, TestWorld.Page).IsSuccess.ShouldBeTrue();
        if (call == "unmap") return () => test.World.Unmap("process", session, Buffer.Start, TestWorld.Page);
        return () => test.World.CloseChannel("process", session, channel);
    }
}
