using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Tests.Properties;

/// <summary>
/// Does an ordering to a world and, beside it, to a naive model that knows no heap and no regions: which channels are open, which buffers
/// are mapped, and how many live mappings were overtaken by a close.
/// </summary>
internal sealed class OrderingRun
{
    private const ulong ChannelBytes = 0x8000;
    private const ulong BufferBytes = 0x4000;

    private readonly uint _mapsPerChannel;
    private readonly uint _input;
    private readonly uint _player;
    private readonly uint _before;
    private readonly Dictionary<int, uint> _open = [];
    private readonly HashSet<(int Channel, int Buffer)> _live = [];
    private uint _nextHandle = 1;

    public OrderingRun(Ordering ordering)
    {
        TargetProfile profile = TargetProfiles.Find(ordering.Profile) ?? TestWorld.Lp64;
        _mapsPerChannel = ordering.MapsPerChannel;
        Test = new TestWorld(
            profile, o => o with { DriverSettings = DriverSettings.None.With("maps_per_channel", _mapsPerChannel), Logger = null });
        _input = Test.Open(TestWorld.Tvp);
        BeforePlayer = Test.World.Heap.Stats.Allocated;
        _player = Test.Open(TestWorld.Drm);
        _before = Test.MappingBytes;
        LeakSize = profile.Abi == Abi.Ilp32 ? 32u + 28u : 56u + 56u;
    }

    public TestWorld Test { get; }

    /// <summary>Bytes of the heap in use before the player opened its session.</summary>
    public uint BeforePlayer { get; }

    /// <summary>Payload bytes of one object and one region.</summary>
    public uint LeakSize { get; }

    /// <summary>Payload bytes of objects and regions beyond those of the start.</summary>
    public uint Leaked => Test.MappingBytes - _before;

    /// <summary>How many mappings were live when their channel was closed.</summary>
    public uint Overtaken { get; private set; }

    /// <summary>How many mappings are live and can still be unmapped.</summary>
    public uint Live => (uint)_live.Count;

    public static OrderingRun Of(Ordering ordering)
    {
        var run = new OrderingRun(ordering);
        foreach (OrderedStep step in ordering.Steps) run.Do(step);
        return run;
    }

    /// <summary>Does a step; world and model must answer alike.</summary>
    public void Do(OrderedStep step)
    {
        ulong input = TestWorld.Input + (ulong)step.Channel * ChannelBytes;
        ulong pa = input + (ulong)step.Buffer * BufferBytes;
        switch (step.Call)
        {
            case OrderedCall.Open:
                TeeResult opened = Test.OpenChannel(_input, out uint handle, input, ChannelBytes, TestWorld.Drm);
                opened.ShouldBe(_open.ContainsKey(step.Channel) ? TeeResult.ACCESS_CONFLICT : TeeResult.SUCCESS);
                if (opened != TeeResult.SUCCESS) return;
                handle.ShouldBe(_nextHandle++);
                _open.Add(step.Channel, handle);
                return;
            case OrderedCall.Close:
                bool isOpen = _open.Remove(step.Channel, out uint closing);
                Test.CloseChannel(_input, closing).ShouldBe(isOpen ? TeeResult.SUCCESS : TeeResult.ITEM_NOT_FOUND);
                if (isOpen) Overtaken += (uint)_live.RemoveWhere(m => m.Channel == step.Channel);
                return;
            case OrderedCall.Map:
                TeeResult expected = !_open.ContainsKey(step.Channel) ? TeeResult.ITEM_NOT_FOUND
                    : _live.Count(m => m.Channel == step.Channel) >= _mapsPerChannel ? TeeResult.BUSY
                    : TeeResult.SUCCESS;
                Test.Map(_player, pa, TestWorld.Page, out _).ShouldBe(expected);
                if (expected == TeeResult.SUCCESS) _live.Add((step.Channel, step.Buffer));
                return;
            default:
                bool isLive = _live.Remove((step.Channel, step.Buffer));
                Test.Unmap(_player, pa, TestWorld.Page).ShouldBe(isLive ? TeeResult.SUCCESS : TeeResult.ITEM_NOT_FOUND);
                return;
        }
    }

    /// <summary>Ends the player's only session.</summary>
    public void EndPlayer() => Test.Close(_player).ShouldBe(TeeResult.SUCCESS);
}
