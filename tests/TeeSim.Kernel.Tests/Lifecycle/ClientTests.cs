using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Kernel.TrustedApplications;

namespace TeeSim.Kernel.Tests.Lifecycle;

/// <summary>Who may use a session, and what a process leaves behind when it dies.</summary>
public class ClientTests
{
    private static readonly ClientIdentity User = ClientIdentities.User(1000);

    public static TheoryData<string> Profiles => LoadedWorld.Profiles;

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Another_clients_session_can_be_neither_used_nor_closed(string profile)
    {
        TestWorld test = LoadedWorld.Of(profile, LoadedWorld.Shared);
        uint session = (uint)test.World.OpenSession("process", new OpenSessionRequest(LoadedWorld.First) { Client = User }).Value;
        HeapBlock[] blocks = [.. test.World.Heap.Blocks];
        test.Lines.Clear();

        test.World.Invoke("process", session, new CommandRequest { Client = ClientIdentities.User(1001) }).Result
            .ShouldBe(TeeResult.BAD_PARAMETERS);
        test.Close(session).ShouldBe(TeeResult.BAD_PARAMETERS);

        test.Lines.Count(l => l.EndsWith("client id mismatch", StringComparison.Ordinal)).ShouldBe(2);
        test.World.Heap.Blocks.ShouldBe(blocks);
        test.World.Invoke("process", session, new CommandRequest { Client = User }).IsSuccess.ShouldBeTrue();
        test.World.CloseSession("process", session, new CommandRequest { Client = User }).IsSuccess.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void The_normal_world_cannot_pass_for_a_TA(string profile)
    {
        TestWorld test = LoadedWorld.Of(profile, LoadedWorld.Shared);
        ClientIdentity ta = ClientIdentities.TrustedApp(LoadedWorld.Second);
        uint session = (uint)test.World.OpenSession("process", new OpenSessionRequest(LoadedWorld.First) { Client = ta }).Value;

        test.World.Invoke("process", session, new CommandRequest { Client = ta }).Result.ShouldBe(TeeResult.BAD_PARAMETERS);

        test.Lines.ShouldContain(l => l.EndsWith("nsec tries to hijack TA session", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_process_that_dies_gives_back_its_sessions_and_its_memory(string profile)
    {
        TestWorld test = LoadedWorld.Of(profile, LoadedWorld.Shared, TaFlags.None).Warm(LoadedWorld.First);
        uint stays = test.OpenAs("other", LoadedWorld.First);
        test.World.RegisterShm("other", 0x2000).IsSuccess.ShouldBeTrue();
        HeapBlock[] blocks = [.. test.World.Heap.Blocks];
        uint first = test.OpenAs("process", LoadedWorld.First);
        test.World.OpenSession("process", new OpenSessionRequest(LoadedWorld.Second) { Client = User }).IsSuccess.ShouldBeTrue();
        test.World.RegisterShm("process", 0x5000).IsSuccess.ShouldBeTrue();
        test.World.RegisterShm("process", 1).IsSuccess.ShouldBeTrue();

        test.World.KillProcess("process").ShouldBe(TeeOutcome.Success());

        test.World.Heap.Blocks.ShouldBe(blocks);
        test.World.Contexts.ShouldHaveSingleItem().Sessions.ShouldBe(1u);
        test.Invoke(first, TaReply.Success).Result.ShouldBe(TeeResult.BAD_PARAMETERS);
        test.Invoke(stays, TaReply.Success).IsSuccess.ShouldBeTrue();
        test.World.KillProcess("process").IsSuccess.ShouldBeTrue("a process dies once");
        test.ShouldHoldTogether();
    }

    [Theory]
    [InlineData("optee-3.10-arm32", true)]
    [InlineData("optee-3.10-arm64", true)]
    [InlineData("amlogic-3.9-arm32", true)]
    [InlineData("optee-4.10-arm32", false)]
    [InlineData("optee-4.10-arm64", false)]
    public void Each_command_of_a_pseudo_TA_leaks_the_mapping_of_the_one_before_up_to_3_12(string profile, bool leaks)
    {
        TestWorld test = LoadedWorld.Of(profile);
        uint session = test.OpenAs("process", Statistics);
        ulong cookie = test.World.RegisterShm("process", 0x3000).Value;
        PagePool shm = test.World.Pools.Single(p => p.Name == "tee_mm_shm");
        var command = new CommandRequest { SharedMemory = [cookie] };
        for (uint i = 1; i <= 5; i++)
        {
            test.World.Invoke("process", session, command).IsSuccess.ShouldBeTrue();
            test.World.TeeMm.GetPoolStats(shm.Address, reset: false).Allocated.ShouldBe(leaks ? 0x3000 * i : 0);
        }

        test.World.ReleaseShm("process", cookie).IsSuccess.ShouldBeTrue();

        // Releasing finds only the last mapping. The others are lost: the addresses, and an entry on the heap each.
        test.World.TeeMm.GetPoolStats(shm.Address, reset: false).Allocated.ShouldBe(leaks ? 0xc000u : 0);
        test.World.TeeMm.Entries(shm.Address).Count(e => !e.IsHead).ShouldBe(leaks ? 4 : 0);
        test.ShouldHoldTogether();
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_user_TA_maps_what_it_is_passed_for_the_time_of_the_call(string profile)
    {
        TestWorld test = LoadedWorld.Of(profile, LoadedWorld.Shared);
        uint session = test.OpenAs("process", LoadedWorld.First);
        ulong cookie = test.World.RegisterShm("process", 0x3000).Value;
        HeapBlock[] blocks = [.. test.World.Heap.Blocks];
        test.Told.Clear();

        test.World.Invoke("process", session, new CommandRequest { SharedMemory = [cookie] }).IsSuccess.ShouldBeTrue();
        test.World
            .Invoke("process", session, new CommandRequest { SharedMemory = [cookie], Reply = new TaReply(TeeResult.BAD_STATE) }).Result
            .ShouldBe(TeeResult.BAD_STATE);

        test.Told.Count(e => e.Kind == Core.Events.TeeEventKind.RegionAdded && e.Size == 0x3000).ShouldBe(2);
        test.World.Heap.Blocks.ShouldBe(blocks);
        test.World.TeeMm.IsEmpty(test.World.Pools.Single(p => p.Name == "tee_mm_shm").Address).ShouldBeTrue("the core does not map it");
        test.World.Invoke("process", session, new CommandRequest { SharedMemory = [cookie + 1] }).Result.ShouldBe(TeeResult.BAD_PARAMETERS);
        test.World.Invoke("process", session, new CommandRequest { SharedMemory = [cookie, cookie, cookie, cookie, cookie] }).Result
            .ShouldBe(TeeResult.BAD_PARAMETERS);
        test.World.Heap.Blocks.ShouldBe(blocks);
    }

    [Fact]
    public void What_a_pseudo_TA_cannot_map_as_a_whole_it_does_not_keep()
    {
        TargetProfile profile = TargetProfiles.Optee410Arm32;
        TestWorld test = LoadedWorld.Of(profile with { Boot = profile.Boot with { ShmVaspace = new AddressRange(0x3000_0000, 0x4000) } });
        uint session = test.OpenAs("process", Statistics);
        ulong small = test.World.RegisterShm("process", 0x3000).Value;
        ulong large = test.World.RegisterShm("process", 0x2000).Value;

        test.World.Invoke("process", session, new CommandRequest { SharedMemory = [small, large] }).Result
            .ShouldBe(TeeResult.OUT_OF_MEMORY);

        PagePool shm = test.World.Pools.Single(p => p.Name == "tee_mm_shm");
        test.World.TeeMm.IsEmpty(shm.Address).ShouldBeTrue();
        test.World.Invoke("process", session, new CommandRequest { SharedMemory = [large] }).IsSuccess.ShouldBeTrue();
        test.World.TeeMm.IsEmpty(shm.Address).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void The_loaders_pseudo_TA_is_not_for_the_normal_world(string profile)
    {
        TestWorld test = LoadedWorld.Of(profile);
        var system = new Guid("3a2f8978-5dc0-11e8-9c2d-fa7ae01bbebc");

        test.World.OpenSession("process", system).Result.ShouldBe(TeeResult.ACCESS_DENIED);

        HeapBlock[] blocks = [.. test.World.Heap.Blocks];
        test.World.OpenSession("process", system).Result.ShouldBe(TeeResult.ACCESS_DENIED);
        test.World.Heap.Blocks.ShouldBe(blocks, "its context, once there, stays for ever");
    }

    private static Guid Statistics { get; } = new("d96a5b40-e2c7-b1af-8794-1002a5d5c61b");
}
