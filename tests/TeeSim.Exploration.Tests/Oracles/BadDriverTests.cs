using TeeSim.Core;
using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Search;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Exploration.Tests.Oracles;

/// <summary>Drivers that somebody has written in a hurry.</summary>
public sealed class BadDriverTests
{
    private const string Script = Explorations.Device + "a  s = open_session(drm)\na  ch = open_channel(s, 0x5a300000 + 1M) -> any\n";

    [Fact]
    public void One_that_throws_is_named_with_its_entry()
    {
        var fault = Should.Throw<DriverProblemException>(() => Explore(_ => throw new InvalidOperationException("oops")));
        fault.Message.ShouldMatch(@"^driver 'bad' threw InvalidOperationException in open_channel \(BadDriverTests\.cs:\d+\): oops; "
            + @"in `a: open_channel\(s, 0x5a300000 \+ 1M\)` \(line 7\); in the ordering [0-9a-f]{8}-2a$");
    }

    [Fact(Timeout = 60_000)]
    public async Task One_that_never_comes_back_does_not_take_the_search_with_it()
    {
        using var never = new ManualResetEventSlim();
        var hang = await Should.ThrowAsync<DriverHangsException>(() => Task.Run(() => Explore(_ =>
        {
            never.Wait(TestContext.Current.CancellationToken);
            return TeeResult.SUCCESS;
        })));
        hang.Message.ShouldBe(
            "the driver has not come back from `a: open_channel(s, 0x5a300000 + 1M)` (line 7) for 0.5 s; does it loop for ever?");
        never.Set();
    }

    [Fact]
    public void One_that_touches_memory_of_others_is_a_finding()
    {
        ExplorationReport report = Explore(core =>
        {
            core.Memory.Write<uint>(core.CurrentContext) = 0;
            return TeeResult.SUCCESS;
        });
        report.Kinds.Select(k => k.Kind).ShouldBe([FailureKind.UseAfterFree]);
        report.Failures[0].Finding.Call.ShouldBe("a: open_channel(s, 0x5a300000 + 1M)");
        report.Failures[0].Finding.What.ShouldStartWith("uses memory that is not its own, in open_channel: driver 'bad' touches 4 bytes: ");
    }

    private static ExplorationReport Explore(Func<ITeeCore, TeeResult> open)
    {
        CallProgram program = Explorer.Compile(Explorations.Parse(Script).WithDriver(new BadFactory(open)), rounds: null, out _)!;
        return Explorer.Explore(program, new SearchOptions { Workers = 1, LongestCall = TimeSpan.FromMilliseconds(500) },
            cancel: TestContext.Current.CancellationToken);
    }

    private sealed class BadFactory(Func<ITeeCore, TeeResult> open) : ITvpDriverFactory
    {
        public string Name => "bad";

        public ITvpDriver Create(ITeeCore core, TvpOptions options) => new BadDriver(core, open);
    }

    private sealed class BadDriver(ITeeCore core, Func<ITeeCore, TeeResult> open) : ITvpDriver
    {
        public int ChannelCount => 0;

        public TeeResult OpenChannel(OpenChannelRequest request, out uint handle)
        {
            handle = 1;
            return open(core);
        }

        public TeeResult BindChannel(uint handle, Guid ta) => TeeResult.ITEM_NOT_FOUND;

        public TeeResult CloseChannel(uint handle) => TeeResult.ITEM_NOT_FOUND;

        public TeeResult InputBufMap(ulong pa, ulong size, out ulong va)
        {
            va = 0;
            return TeeResult.ITEM_NOT_FOUND;
        }

        public TeeResult InputBufUnmap(ulong pa, ulong size) => TeeResult.ITEM_NOT_FOUND;
    }
}
