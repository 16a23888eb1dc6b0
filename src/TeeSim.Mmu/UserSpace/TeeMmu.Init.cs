using System.Numerics;
using TeeSim.Core;
using TeeSim.Core.Lists;
using TeeSim.Core.Logging;

namespace TeeSim.Mmu.UserSpace;

internal sealed partial class TeeMmu<TWord>
{
    public override TeeResult VmInfoInit(ulong context)
    {
        uint asid = AllocAsid();
        if (asid == 0)
        {
            if (_env.Log.IsOn(TraceLevel.Debug)) _env.Log.Write(TraceLevel.Debug, null, "Failed to allocate ASID");
            return TeeResult.GENERIC;
        }

        _env.Memory.Write<VmInfo<TWord>>(context).Asid = asid;
        List(context).Init();
        TeeResult result = MapKernelEntry(context);
        if (result != TeeResult.SUCCESS) VmInfoFinal(context);
        return result;
    }

    public override void VmInfoFinal(ulong context)
    {
        ref VmInfo<TWord> info = ref _env.Memory.Write<VmInfo<TWord>>(context);
        if (info.Asid == 0) return;
        FreeAsid(info.Asid);
        TailQueue<TWord> list = List(context);
        while (list.First is var region and not 0) RemoveRegion(context, region);
        if (_options.KeepsHeadAtFinal) info.Asid = 0;
        else info = default;
    }

    public override bool IsInitialized(ulong context) => _env.Memory.Read<VmInfo<TWord>>(context).Asid != 0;

    private TeeResult MapKernelEntry(ulong context)
    {
        if (KernelEntry.Size == 0) return TeeResult.SUCCESS;
        ulong va = RangeBase;
        return VmMapPad(
            context, ref va, KernelEntry.Size, (uint)(Mattr.Pr | Mattr.Px), VmFlags.Permanent, KernelEntry.Mobj, KernelEntry.Offset, 0, 0);
    }

    // Pairs of ASIDs, one for the kernel and one for the user; the lowest free pair is taken.
    private uint AllocAsid()
    {
        ref ulong bitmap = ref _env.Memory.Write<ulong>(_env.AsidBitmap);
        if (bitmap == ulong.MaxValue) return 0;
        int pair = BitOperations.TrailingZeroCount(~bitmap);
        bitmap |= 1UL << pair;
        return (uint)(pair + 1) * 2;
    }

    private void FreeAsid(uint asid) => _env.Memory.Write<ulong>(_env.AsidBitmap) &= ~(1UL << (int)(asid / 2 - 1));
}
