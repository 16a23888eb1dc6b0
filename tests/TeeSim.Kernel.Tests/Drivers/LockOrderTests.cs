using TeeSim.Core;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Tests.Drivers;

/// <summary>In which order mutexes are taken.</summary>
public class LockOrderTests
{
    private static readonly SourceSite Site = new("mine/mine.c", 12, "mine_open");

    private ulong _statics;
    private ulong _buffer;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_mutex_that_is_taken_while_another_is_held_is_remembered(bool guarded)
    {
        TestWorld test = Run(core => Locked(core, [_statics + 16, _buffer + 8]), guarded);

        test.World.LockOrders.ShouldBe([new LockOrder("static+0x10", "mine.c:12+0x8", "scripted_run")]);
    }

    [Fact]
    public void All_that_are_held_come_first() =>
        Run(core => Locked(core, [_statics, _statics + 4, _statics + 8])).World.LockOrders.ShouldBe(
            [
                new LockOrder("static+0x0", "static+0x4", "scripted_run"),
                new LockOrder("static+0x0", "static+0x8", "scripted_run"),
                new LockOrder("static+0x4", "static+0x8", "scripted_run") { Gates = "static+0x0" },
            ],
            ignoreOrder: true);

    [Fact]
    public void One_that_has_been_given_back_is_not_held() => Run(core =>
    {
        Locked(core, [_statics]);
        Locked(core, [_statics + 4]);
    }).World.LockOrders.ShouldBeEmpty();

    [Fact]
    public void Nor_is_one_from_an_entry_that_has_been_left()
    {
        int run = 0;
        TestWorld test = Run(core => core.MutexLock(_statics + (ulong)(4 * run++)), calls: 3);

        test.World.LockOrders.ShouldBeEmpty();
    }

    [Fact]
    public void Nor_from_one_that_has_thrown()
    {
        int run = 0;
        TestWorld test = Boot(core =>
        {
            core.MutexLock(_statics + (ulong)(4 * run));
            if (run++ == 0) throw new InvalidOperationException("thrown");
        });
        uint session = test.Open(TestWorld.Drm);
        WorldSnapshot before = test.World.Snapshot();

        Should.Throw<InvalidOperationException>(() => ScriptedDriver.Call(test, session));
        test.World.Restore(before);
        ScriptedDriver.Call(test, session).IsSuccess.ShouldBeTrue();

        test.World.LockOrders.ShouldBeEmpty();
    }

    [Fact]
    public void Whoever_waits_for_ever_has_taken_it_in_an_order_too()
    {
        int run = 0;
        TestWorld test = Run(
            core =>
            {
                if (run++ > 0) core.MutexLock(_statics);
                core.MutexLock(_statics + 4);
            },
            calls: 2);

        test.World.LockOrders.ShouldBe([new LockOrder("static+0x0", "static+0x4", "scripted_run")]);
    }

    [Fact]
    public void One_that_waits_for_itself_is_no_order() => Run(core =>
    {
        core.MutexLock(_statics);
        core.MutexLock(_statics);
    }).World.LockOrders.ShouldBeEmpty();

    [Fact]
    public void They_are_no_part_of_states()
    {
        TestWorld test = Boot(core => Locked(core, [_statics, _statics + 4]));
        uint session = test.Open(TestWorld.Drm);
        WorldSnapshot before = test.World.Snapshot();

        ScriptedDriver.Call(test, session);
        test.World.Restore(before);
        ScriptedDriver.Call(test, session);

        test.World.LockOrders.Count.ShouldBe(1);
    }

    [Fact]
    public void The_end_of_a_session_is_an_entry_of_its_own()
    {
        TestWorld test = new ScriptedDriver(_ => { })
        {
            OnCreate = Create,
            OnSessionEnd = (core, _, _) => Locked(core, [_statics + 4, _statics]),
        }.Boot();

        test.Close(test.Open(TestWorld.Drm));

        test.World.LockOrders.ShouldBe([new LockOrder("static+0x4", "static+0x0", "session_ends")]);
    }

    [Fact]
    public void What_boot_has_shown_is_not_forgotten()
    {
        TestWorld test = new ScriptedDriver(core => Locked(core, [_statics, _statics + 4]))
        {
            OnCreate = core =>
            {
                Create(core);
                Locked(core, [_statics + 4, _statics]);
            },
        }.Boot();
        ScriptedDriver.Call(test, test.Open(TestWorld.Drm));
        test.World.LockOrders.Count.ShouldBe(2);

        test.World.ForgetLockOrders();

        test.World.LockOrders.ShouldBe([new LockOrder("static+0x4", "static+0x0", "create")]);
    }

    private static void Locked(ITeeCore core, ulong[] mutexes)
    {
        foreach (ulong mutex in mutexes) core.MutexLock(mutex);
        foreach (ulong mutex in mutexes) core.MutexUnlock(mutex);
    }

    private TestWorld Run(Action<ITeeCore> run, bool guarded = false, int calls = 1)
    {
        TestWorld test = Boot(run, guarded);
        uint session = test.Open(TestWorld.Drm);
        for (int i = 0; i < calls; i++) ScriptedDriver.Call(test, session);
        return test;
    }

    private TestWorld Boot(Action<ITeeCore> run, bool guarded = false) => new ScriptedDriver(run) { OnCreate = Create }.Boot(guarded);

    private void Create(ITeeCore core)
    {
        _statics = core.StaticData(32);
        _buffer = core.Calloc(32, Site);
    }
}
