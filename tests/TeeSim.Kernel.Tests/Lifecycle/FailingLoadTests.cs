using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Profiles;
using TeeSim.Kernel.TrustedApplications;

namespace TeeSim.Kernel.Tests.Lifecycle;

/// <summary>Every allocation of a load fails in turn, on the heap and in the TA RAM; each failure leaves everything as it was.</summary>
public class FailingLoadTests
{
    public static TheoryData<string, bool> ProfilesWithAndWithoutCopy
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (TargetProfile profile in TargetProfiles.All)
            {
                data.Add(profile.Name, false);
                data.Add(profile.Name, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ProfilesWithAndWithoutCopy))]
    public void Each_allocation_of_the_heap_fails_once(string profile, bool copies)
    {
        TestWorld test = World(profile, copies).Warm(LoadedWorld.First);
        test.Open(LoadedWorld.First);
        int allocations = test.Allocations().Count;
        int digests = test.Allocations().Count(s => s == test.World.Options.Profile.Sites.ReeFsTaDigest!.Value.ShortForm);
        test.Close(1);
        WorldState before = WorldState.Of(test.World);
        WorldSnapshot snapshot = test.World.Snapshot();

        int succeeded = 0;
        for (int n = 0; n < allocations; n++)
        {
            var failing = new FailingNth(test, n);
            TeeOutcome outcome = failing.During(() => test.World.OpenSession("process", LoadedWorld.First));

            failing.HasFailed.ShouldBeTrue($"allocation {n}");
            test.ShouldHoldTogether();
            if (outcome.IsSuccess)
            {
                // The digest of what is left of a file is for nobody: the binary is closed anyway.
                succeeded++;
                test.RegionsOf(LoadedWorld.First).Count.ShouldBeGreaterThanOrEqualTo(9);
                test.Close((uint)outcome.Value).ShouldBe(TeeResult.SUCCESS);
            }
            else
            {
                outcome.ShouldBe(TeeOutcome.Of(n == 0 ? TeeResult.COMMUNICATION : TeeResult.OUT_OF_MEMORY), $"allocation {n}");
            }

            WorldState.Of(test.World).ShouldBe(before, $"allocation {n}");
            test.World.Restore(snapshot);
        }

        succeeded.ShouldBe(digests);
        new FailingNth(test, allocations).During(() => test.World.OpenSession("process", LoadedWorld.First)).IsSuccess.ShouldBeTrue();
    }

    [Theory]
    [InlineData("optee-3.10-arm32")]
    [InlineData("optee-3.10-arm64")]
    public void The_first_load_keeps_the_pseudo_TAs_context_also_when_it_fails(string profile)
    {
        TestWorld test = World(profile, copies: false);
        WorldSnapshot snapshot = test.World.Snapshot();
        uint kept = (uint)test.World.Heap.BlockSizeOf(profile.EndsWith("32", StringComparison.Ordinal) ? 60UL : 88UL);
        int without = 0;
        int with = 0;
        for (int n = 0; ; n++)
        {
            TeeOutcome outcome = new FailingNth(test, n).During(() => test.World.OpenSession("process", LoadedWorld.First));
            if (outcome.IsSuccess) break;
            (test.World.Heap.Stats.Allocated - test.Start).ShouldBeOneOf(0u, kept);
            if (test.World.Heap.Stats.Allocated == test.Start) without++;
            else with++;
            test.World.Contexts.ShouldBeEmpty();
            test.ShouldHoldTogether();
            test.World.Restore(snapshot);
        }

        // Arguments, session, context, the kernel's region, 3 times 4 for the loader, 3 for the call, the PTA's session and its context:
        // 21 may fail before it is there.
        without.ShouldBe(21);
        with.ShouldBeGreaterThan(20);
    }

    [Theory]
    [MemberData(nameof(ProfilesWithAndWithoutCopy))]
    public void Each_allocation_of_the_TA_RAM_fails_once(string profile, bool copies)
    {
        TestWorld test = World(profile, copies).Warm(LoadedWorld.First);
        PagePool taRam = test.World.Pools[0];
        WorldSnapshot snapshot = test.World.Snapshot();
        for (ulong pages = 0; ; pages++)
        {
            // All but a few pages are somebody else's.
            test.World.TeeMm.Alloc(taRam.Address, taRam.Range.Size - pages * TestWorld.Page).ShouldNotBe(0UL);
            WorldState before = WorldState.Of(test.World);
            test.Told.Clear();

            TeeOutcome outcome = test.World.OpenSession("process", LoadedWorld.First);

            test.ShouldHoldTogether();
            if (outcome.IsSuccess)
            {
                // Loader 2, 6, 1; its heap; header 1, text 4, data with heap 2, stack 1. A copy of the binary is 6 more, but no
                // longer when the stack is mapped.
                TaOptions options = test.World.Options.Profile.Tas;
                ulong loader = 9 + options.Loader.PoolPages + options.Loader.BounceBufferSize / TestWorld.Page;
                pages.ShouldBe(loader + (copies ? 13UL : 8UL));
                return;
            }

            outcome.ShouldBe(TeeOutcome.Error(TeeResult.OUT_OF_MEMORY), $"{pages} pages");
            test.Told.Count(e => e.Kind == TeeEventKind.PagePoolExhausted).ShouldBe(1, $"{pages} pages");
            WorldState.Of(test.World).ShouldBe(before, $"{pages} pages");
            test.World.Restore(snapshot);
        }
    }

    private static TestWorld World(string name, bool copies)
    {
        TargetProfile profile = TargetProfiles.Find(name)!;
        TaImage image = new()
        {
            Segments =
            [
                new(0, 0x4000, TaSegmentRights.Read | TaSegmentRights.Execute),
                new(0x4000, 0x1000, TaSegmentRights.Read | TaSegmentRights.Write),
            ],
            HeapSize = 0x1000,
            AslrPages = 16,
        };
        return new TestWorld(
            profile with { Tas = profile.Tas with { BuffersTaBinaries = copies } },
            o => o with { Tas = [new TaDefinition("ta", LoadedWorld.First, LoadedWorld.Shared, []) { Image = image }], Logger = null });
    }
}
