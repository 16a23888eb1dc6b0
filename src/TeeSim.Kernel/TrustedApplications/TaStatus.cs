using TeeSim.Core;
using TeeSim.Core.Logging;
using TeeSim.Core.Words;
using TeeSim.Kernel.Services;
using TeeSim.Kernel.Structs;
using TeeSim.Mmu;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel.TrustedApplications;

/// <summary>What is printed about a TA that panics: by the vendor's core, or by upstream's loader in the TA's own address space.</summary>
/// <param name="core">The core's services.</param>
/// <param name="tas">Knows sessions and definitions.</param>
internal sealed class TaStatus<TWord>(CoreServices<TWord> core, TaManager<TWord> tas) where TWord : unmanaged, IWord<TWord>
{
    /// <summary>Prints the status block of a TA in the profile's form.</summary>
    /// <param name="ctx">Its <c>tee_ta_ctx</c>.</param>
    public void Print(ulong ctx)
    {
        if (core.Profile.Log.VendorTaStatus) PrintVendorStatus(ctx);
        else PrintLdelfStatus(ctx);
    }

    private static string Arch => TWord.Size == Word32.Size ? "arm" : "aarch64";

    private void PrintVendorStatus(ulong ctx)
    {
        ref readonly TeeTaCtx<TWord> c = ref core.Memory.Read<TeeTaCtx<TWord>>(ctx);
        ulong context = core.UserModeCtxOf(ctx);
        Emsg($"Status of user TA((null) {c.Uuid}) (0x{ctx:x})");
        Emsg($"Arch: {Arch}");
        Emsg($"Flags: {FlagNames((TaFlags)c.Flags)}");
        Emsg("Sessions List:");
        foreach (ulong session in tas.SessionsOn(ctx)) Emsg($"0x{session:x}");
        RegionInfo[] regions = [.. core.Mmu.Regions(context)];
        PrintStack(ctx, c.Uuid, regions);
        ulong used = regions.Where(r => !r.Flags.HasFlag(VmFlags.Permanent)).Aggregate(0UL, (sum, r) => sum + r.Size);
        Emsg($"Memory Used: 0x{used:x}");
        Emsg("Memory List:");
        core.Mmu.PrintMappings(context);
    }

    private void PrintStack(ulong ctx, Guid uuid, RegionInfo[] regions)
    {
        ulong top = core.Memory.Read<UserTaCtxHead<TWord>>(core.UserTaCtxOf(ctx)).StackPtr.Value;
        RegionInfo stack = regions.FirstOrDefault(r => top > r.Va && top <= r.Va + r.Size);
        ulong used = tas.DefinitionOf(uuid)?.Image?.StackUsed ?? 0;
        ulong free = stack.Size == 0 ? 0 : top - stack.Va - Math.Min(used, top - stack.Va);
        Emsg($"Stack Ptr: 0x{top:x}, Size: 0x{stack.Size:x}, Free: 0x{free:x}");
    }

    private static string FlagNames(TaFlags flags)
    {
        (TaFlags Flag, string Name)[] names =
        [
            (TaFlags.SingleInstance, "SINGLE_INSTANCE"),
            (TaFlags.MultiSession, "MULTI_SESSION"),
            (TaFlags.InstanceKeepAlive, "INSTANCE_KEEP_ALIVE"),
            (TaFlags.SecureDataPath, "SECURE_DATA_PATH"),
            (TaFlags.CacheMaintenance, "CACHE_MAINTENANCE"),
        ];
        return string.Join('|', names.Where(n => flags.HasFlag(n.Flag)).Select(n => n.Name));
    }

    // The loader knows what it has mapped: for the ELF's own segments it prints the place in the file in place of the physical address.
    // The core's regions it can't see.
    private void PrintLdelfStatus(ulong ctx)
    {
        ref readonly TeeTaCtx<TWord> c = ref core.Memory.Read<TeeTaCtx<TWord>>(ctx);
        ref readonly UserTaCtxHead<TWord> head = ref core.Memory.Read<UserTaCtxHead<TWord>>(core.UserTaCtxOf(ctx));
        ulong loadAddress = head.EntryFunc.Value;
        TaImage? image = tas.DefinitionOf(c.Uuid)?.Image;
        LdelfMsg($"Status of TA {c.Uuid}");
        LdelfMsg($" arch: {Arch}");
        int n = 0;
        foreach (RegionInfo region in core.Mmu.Regions(core.UserModeCtxOf(ctx)))
        {
            if (region.Flags.HasFlag(VmFlags.Permanent) || (region.Attr & (Mattr.Ur | Mattr.Uw | Mattr.Ux)) == 0) continue;
            TaSegment? segment = image?.Segments.FirstOrDefault(s => region.Va == loadAddress + (s.At - image.Segments[0].At));
            ulong pa = segment is not null ? OffsetInFile(segment) : PhysicalAddress(region);
            LdelfMsg($"region {n++,2}: va 0x{region.Va:x8} pa 0x{pa:x8} size 0x{region.Size:x6} flags "
                + $"{UserLetters(region.Attr)}{Suffix(region, segment, head.StackPtr.Value)}");
        }

        if (image is not null) LdelfMsg($" [0] {c.Uuid} @ 0x{loadAddress:x8}");
        LdelfMsg("Call stack:");
        LdelfMsg($" 0x{loadAddress:x8}");
    }

    private static ulong OffsetInFile(TaSegment segment) => Pages.SmallPageSize + segment.At;

    private ulong PhysicalAddress(RegionInfo region) =>
        core.Mobjs.GetPa(region.Mobj, region.Offset, 0, out ulong pa) == TeeResult.SUCCESS ? pa : 0;

    private static string UserLetters(Mattr attr) =>
        $"{(attr.HasFlag(Mattr.Ur) ? 'r' : '-')}{(attr.HasFlag(Mattr.Uw) ? 'w' : '-')}{(attr.HasFlag(Mattr.Ux) ? 'x' : '-')}"
        + $"{(attr.HasFlag(Mattr.Secure) ? 's' : '-')}";

    private static string Suffix(RegionInfo region, TaSegment? segment, ulong stackTop)
    {
        if (segment is not null) return " [0]";
        if (region.Flags.HasFlag(VmFlags.Ephemeral)) return " (param)";
        if (region.Flags.HasFlag(VmFlags.Ldelf)) return " (ldelf)";
        return stackTop > region.Va && stackTop <= region.Va + region.Size ? " (stack)" : "";
    }

    private void Emsg(string text)
    {
        if (core.Log.IsOn(TraceLevel.Error)) core.Log.Write(TraceLevel.Error, null, text);
    }

    private void LdelfMsg(string text)
    {
        if (core.Log.IsOn(TraceLevel.Error)) core.Log.WriteFromLdelf(TraceLevel.Error, null, text);
    }
}
