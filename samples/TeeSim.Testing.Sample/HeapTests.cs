using TeeSim.Testing;
using Xunit;

namespace ChannelSwitchTests;

/// <summary>Code against a modelled core, with assertions about its heap.</summary>
public class HeapTests
{
    // What the driver is known to lose, until it is fixed: a region and its memory object.
    private static readonly Suppressions KnownLeak = new("mobj.c:168", "core/arch/arm/mm/tee_mmu.c:257");

    private readonly Device _device = new();

    [Fact]
    public void A_switch_in_the_right_order_leaks_nothing() => TeeAssert.NoLeak(_device.World, () =>
    {
        uint channel = _device.OpenChannel();
        _device.Map();
        _device.Unmap();
        _device.CloseChannel(channel);
    });

    [Fact]
    public void A_switch_in_the_wrong_order_leaks_a_region()
    {
        TeeAssertException failure =
            Assert.Throws<TeeAssertException>(() => TeeAssert.NoLeak(_device.World, _device.SwitchInTheWrongOrder));

        Assert.Contains("region of drm", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_switches_in_the_wrong_order_make_the_heap_grow()
    {
        TeeAssertException failure = Assert.Throws<TeeAssertException>(
            () => TeeAssert.GrowsAtMost(_device.World, bytes: 0, warmUp: 2, rounds: 10, _device.SwitchInTheWrongOrder));

        Assert.Contains("(mobj_phys_alloc): +1 block, +32 bytes each round", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Beyond_the_known_leak_nothing_leaks() => TeeAssert.NoLeak(_device.World, _device.SwitchInTheWrongOrder, KnownLeak);

    [Fact]
    public void Ten_switches_don_t_make_the_heap_grow() => TeeAssert.GrowsAtMost(_device.World, bytes: 0, warmUp: 2, rounds: 10, () =>
    {
        uint channel = _device.OpenChannel();
        _device.Map();
        _device.Unmap();
        _device.CloseChannel(channel);
    });
}
