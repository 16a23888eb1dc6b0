using System.Runtime.CompilerServices;
using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Lists;
using TeeSim.Core.Panics;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;

namespace TeeSim.Mmu.UserSpace;

/// <summary>The address spaces of a target with words of one size.</summary>
internal sealed partial class TeeMmu<TWord> : TeeMmu where TWord : unmanaged, IWord<TWord>
{
    private const string TeeMmuFile = "core/arch/arm/mm/tee_mmu.c";

    private readonly TeeMmuEnvironment _env;
    private readonly MmuOptions _options;
    private readonly ulong _pgdir;
    private readonly uint _protMask;

    public TeeMmu(TeeMmuEnvironment environment)
    {
        _env = environment;
        _options = environment.Profile.Mmu;
        _pgdir = environment.Profile.Vm.PgdirSize;
        _protMask = (uint)(_options.GuardedIsProtection ? Mattr.ProtMask | Mattr.Guarded : Mattr.ProtMask);
        PageTables = environment.Profile.Vm.PageTables;
    }

    public override int PageTables { get; set; }

    private ulong RangeBase => _env.Profile.Vm.UserVaBase;

    private ulong RangeEnd => RangeBase + _env.Profile.Vm.UserVaSize;

    public override IEnumerable<RegionInfo> Regions(ulong context)
    {
        Walk walk = Regionwise(context);
        for (ulong r = walk.First; r != 0; r = walk.Next(r)) yield return Info(r);
    }

    private RegionInfo Info(ulong address)
    {
        ref readonly VmRegion<TWord> r = ref Region(address);
        return new RegionInfo(address, r.Mobj.Value, r.Offset.Value, r.Va.Value, r.Size.Value, (Mattr)r.Attr, (VmFlags)r.Flags);
    }

    private TailQueue<TWord> List(ulong context) => new(_env.Memory, context, VmRegion<TWord>.LinkOffset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref readonly VmRegion<TWord> Region(ulong address) => ref _env.Memory.Read<VmRegion<TWord>>(address);

    private ref VmRegion<TWord> Change(ulong address) => ref _env.Memory.Write<VmRegion<TWord>>(address);

    private ulong NewRegion(Core.CallSite site) => _env.Heap.Calloc(1, (ulong)Unsafe.SizeOf<VmRegion<TWord>>(), site);

    private static bool IsPageAligned(ulong value) => Align.Is(value, Pages.SmallPageSize);

    /// <summary>Adds in the word's width; false when that overflows.</summary>
    private static bool TryAdd(ref ulong sum, ulong value)
    {
        sum += value;
        return sum >= value && sum <= TWord.Mask;
    }

    /// <summary>Rounds up in the word's width; false when that overflows.</summary>
    private static bool TryRoundUp(ref ulong value, ulong granule)
    {
        if (!TryAdd(ref value, granule - 1)) return false;
        value = Align.Down(value, granule);
        return true;
    }

    private static ulong RoundUpWrapping(ulong value) => Align.Up(value, Pages.SmallPageSize) & TWord.Mask;

    private void AssertCurrent(ulong context, string function)
    {
        if (!_env.IsCurrent(context))
        {
            throw new CorePanicException(
                CorePanicKind.Assertion, "the context is the current one", new SourceSite(TeeMmuFile, 0, function), context);
        }
    }

    /// <summary>Unlinks a region; its object's reference is dropped before the region is freed.</summary>
    private void RemoveRegion(ulong context, ulong region)
    {
        List(context).Remove(region);
        PublishRemoved(region);
        _env.Mobjs.MobjPut(Region(region).Mobj.Value);
        _env.Heap.Free(region);
    }

    private void PublishAdded(ulong region) =>
        _env.Events.Publish(TeeEventKind.RegionAdded, Region(region).Va.Value, Region(region).Size.Value, region);

    private void PublishResized(ulong region) =>
        _env.Events.Publish(TeeEventKind.RegionResized, Region(region).Va.Value, Region(region).Size.Value, region);

    private void PublishRemoved(ulong region) =>
        _env.Events.Publish(TeeEventKind.RegionRemoved, Region(region).Va.Value, Region(region).Size.Value, region);

    /// <summary>The first region that contains an address, or 0; an empty region contains none.</summary>
    private ulong FindRegion(ulong context, ulong va)
    {
        Walk walk = Regionwise(context);
        for (ulong r = walk.First; r != 0; r = walk.Next(r))
        {
            ref readonly VmRegion<TWord> region = ref Region(r);
            if (va >= region.Va.Value && va < region.End) return r;
        }

        return 0;
    }
}
