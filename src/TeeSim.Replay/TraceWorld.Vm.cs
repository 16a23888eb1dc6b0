using System.Diagnostics;
using TeeSim.Core;
using TeeSim.Core.Logging;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Replay;

internal sealed partial class TraceWorld
{
    private const int MostHandles = 1_000_000;

    // Memory objects, and the addresses of the contexts' region lists, by the numbers that the trace gives them.
    private readonly Dictionary<int, ulong> _handles = [];
    private Mobjs _mobjs = null!;
    private TeeMmu _mmu = null!;

    private void BuildVm(int headerLine)
    {
        ulong mobjFile = _header.FileAddress(1);
        ulong mmuFile = _header.FileAddress(2);
        foreach (ulong context in _header.Contexts.Values) Declare("context", context, (ulong)TeeMmu.VmInfoSize(Profile.Abi), headerLine);
        var map = new CoreMap();
        foreach ((int attribute, AddressRange pa, ulong va) in _header.StaticMappings) map.Add(Profile.Mmu.KindOf((uint)attribute), pa, va);
        var log = new TraceLog(null, _events);
        var sites = new MobjSites(
            new CallSite(mobjFile, Profile.Sites.MobjPhysAlloc.Line),
            new CallSite(mobjFile, Profile.Sites.MobjShmAlloc.Line),
            _header.PhysOps,
            _header.ShmOps,
            _header.Pgdir);
        _mobjs = Mobjs.Create(_memory, Heap, Profile, sites, map, log);
        _mmu = TeeMmu.Create(new TeeMmuEnvironment
        {
            Memory = _memory,
            Heap = Heap,
            Mobjs = _mobjs,
            Profile = Profile,
            AsidBitmap = AddFreeSegment("asids", sizeof(ulong)),
            RemapStack = AddFreeSegment("stack", TeeMmu.StackSize),
            VmMapSite = new CallSite(mmuFile, Profile.Sites.VmMap.Line),
            SplitSite = new CallSite(mmuFile, Profile.Sites.SplitVmRegion.Line),
            AddRwMemSite = new CallSite(mmuFile, Profile.Sites.AddRwMem?.Line ?? 0),
            IsCurrent = static _ => true,
            Events = _events,
            Log = log,
        });
    }

    // The traces don't say where C keeps the bitmap and its stack, and they are in no checksum.
    private ulong AddFreeSegment(string name, int length)
    {
        ulong address = 0x1000;
        while (!_memory.IsFree(address, (ulong)length)) address += 0x1000;
        Debug.Assert(address <= uint.MaxValue);
        return _memory.AddSegment(name, address, length).Start;
    }

    private bool ExecuteVm(ReadOnlySpan<char> operation, ref TraceTokens tokens, List<string> details, out string? result)
    {
        result = null;
        switch (operation)
        {
            case "mobj" or "shm":
            case "mobjinit" when _header.Is410:
                result = AllocateMobj(operation, ref tokens);
                return true;
            case "get" or "put":
                result = ChangeRefc(operation is "put", ref tokens);
                return true;
            case "kcode":
                KernelCode(ref tokens);
                return true;
            case "ctx":
                result = Hex(_mmu.VmInfoInit(Context(ref tokens)));
                return true;
            case "ctxfree":
                _mmu.VmInfoFinal(Context(ref tokens));
                return true;
            case "map":
                result = Map(ref tokens);
                return true;
            case "unmap":
                result = Hex(_mmu.VmUnmap(Context(ref tokens), Word(ref tokens), Word(ref tokens)));
                return true;
            case "prot":
                result = Hex(_mmu.VmSetProt(Context(ref tokens), Word(ref tokens), Word(ref tokens), Bits(ref tokens)));
                return true;
            case "remap":
                result = Remap(ref tokens);
                return true;
            case "flags":
                result = Hex(_mmu.VmGetFlags(Context(ref tokens), Word(ref tokens), Word(ref tokens), out VmFlags flags))
                    + $" 0x{(uint)flags:x}";
                return true;
            case "pgt":
                _mmu.PageTables = tokens.Number("a number of page tables", int.MaxValue);
                return true;
            case "table":
                result = PrintTable(Context(ref tokens), details);
                return true;
            default:
                return ExecuteLookup(operation, ref tokens, out result);
        }
    }

    private bool ExecuteLookup(ReadOnlySpan<char> operation, ref TraceTokens tokens, out string? result)
    {
        result = null;
        switch (operation)
        {
            case "getprot" when _header.Is410:
                result = Hex(_mmu.VmGetProt(Context(ref tokens), Word(ref tokens), Word(ref tokens), out uint prot)) + $" 0x{prot:x}";
                return true;
            case "getmobj" when _header.Is410:
                result = GetMobj(ref tokens);
                return true;
            case "tomobj" when _header.Is410:
                result =
                    Hex(_mmu.VmBufToMobjOffs(Context(ref tokens), Word(ref tokens), Word(ref tokens), out ulong mobj, out ulong offset))
                    + $" {Pointer(mobj)} 0x{offset:x}";
                return true;
            case "pa2va" when _header.Is410:
                _mmu.UserPa2Va(Context(ref tokens), tokens.Number("a physical address"), out ulong found, Word(ref tokens));
                result = $"0x{found:x}";
                return true;
            case "fixhead" when _header.Is410:
                _mmu.FixListHead(Context(ref tokens));
                return true;
            case "va2pa":
                result = Hex(_mmu.UserVa2Pa(Context(ref tokens), Word(ref tokens), out ulong pa)) + $" 0x{pa:x}";
                return true;
            case "pa2va":
                result = Hex(_mmu.UserPa2Va(Context(ref tokens), tokens.Number("a physical address"), out ulong va)) + $" 0x{va:x}";
                return true;
            case "access":
                result =
                    Hex(_mmu.CheckAccessRights(Context(ref tokens), (AccessFlags)Bits(ref tokens), Word(ref tokens), Word(ref tokens)));
                return true;
            case "inside":
                result = _mmu.IsVbufInsideUmPrivate(Context(ref tokens), Word(ref tokens), Word(ref tokens)) ? "1" : "0";
                return true;
            case "intersect":
                result = _mmu.IsVbufIntersectUmPrivate(Context(ref tokens), Word(ref tokens), Word(ref tokens)) ? "1" : "0";
                return true;
            case "addrw" when !_header.Is410:
                result = Hex(_mmu.AddRwMem(Context(ref tokens), Handle(ref tokens), out ulong added)) + $" 0x{added:x}";
                return true;
            case "remrw" when !_header.Is410:
                _mmu.RemRwMem(Context(ref tokens), Handle(ref tokens), Word(ref tokens));
                return true;
            case "clean":
                _mmu.CleanParam(Context(ref tokens));
                return true;
            default:
                return false;
        }
    }

    private string GetMobj(ref TraceTokens tokens)
    {
        ulong context = Context(ref tokens);
        ulong va = Word(ref tokens);
        ulong length = Word(ref tokens);
        ulong mobj = _mmu.VmGetMobj(context, va, ref length, out uint prot, out ulong offset);
        return $"{Pointer(mobj)} 0x{length:x} 0x{prot:x} 0x{offset:x}";
    }

    private static string Pointer(ulong address) => address == 0 ? "null" : $"0x{address:x}";

    private static string Hex(TeeResult result) => $"0x{(uint)result:x}";

    private ulong Word(ref TraceTokens tokens) =>
        tokens.Number("an address or size", _header.WordMask);

    private static uint Bits(ref TraceTokens tokens) => (uint)tokens.Number("a bit mask", uint.MaxValue);

    private ulong Context(ref TraceTokens tokens)
    {
        int number = tokens.Number("a context number", TraceHeader.MostContexts);
        return _header.Contexts.TryGetValue(number, out ulong address)
            ? address
            : throw tokens.BadLast($"found context {number}, which no '@ctx' line declares");
    }

    private ulong Handle(ref TraceTokens tokens)
    {
        if (tokens.TakeDash()) return 0;
        int number = tokens.Number("a handle", MostHandles);
        return _handles.TryGetValue(number, out ulong mobj)
            ? mobj
            : throw tokens.BadLast($"found handle {number}, which holds no object here");
    }

    private string AllocateMobj(ReadOnlySpan<char> operation, ref TraceTokens tokens)
    {
        int handle = tokens.Number("a handle", MostHandles);
        ulong pa = tokens.Number("a physical address");
        ulong size = Word(ref tokens);
        ulong mobj = operation switch
        {
            "shm" => _mobjs.MobjShmAlloc(pa, size, tokens.Number("a cookie")),
            "mobj" => _mobjs.MobjPhysAlloc(pa, size, Bits(ref tokens), Kind(ref tokens)),
            _ => _mobjs.MobjPhysInit(pa, size, Bits(ref tokens), Kind(ref tokens)),
        };
        if (mobj != 0) _handles[handle] = mobj;
        return Pointer(mobj);
    }

    private BufferAttribute Kind(ref TraceTokens tokens) => Profile.Mmu.KindOf(Bits(ref tokens));

    private string ChangeRefc(bool put, ref TraceTokens tokens)
    {
        ulong mobj = Handle(ref tokens);
        uint before = _mobjs.Refc(mobj);
        if (!put) _mobjs.MobjGet(mobj);
        else _mobjs.MobjPut(mobj);
        return $"{(put ? before - 1 : before + 1)}";
    }

    private void KernelCode(ref TraceTokens tokens)
    {
        ulong mobj = Handle(ref tokens);
        _mmu.KernelEntry = new KernelEntry(mobj, Word(ref tokens), Word(ref tokens));
    }

    private string Map(ref TraceTokens tokens)
    {
        ulong context = Context(ref tokens);
        ulong mobj = Handle(ref tokens);
        ulong va = Word(ref tokens);
        TeeResult result = _mmu.VmMapPad(
            context, ref va, Word(ref tokens), Bits(ref tokens), (VmFlags)Bits(ref tokens), mobj, Word(ref tokens), Word(ref tokens),
            Word(ref tokens), Profile.Mmu.MapsAligned ? Word(ref tokens) : 0);
        return $"{Hex(result)} 0x{va:x}";
    }

    private string Remap(ref TraceTokens tokens)
    {
        ulong context = Context(ref tokens);
        ulong oldVa = Word(ref tokens);
        ulong length = Word(ref tokens);
        ulong va = Word(ref tokens);
        TeeResult result = _mmu.VmRemap(context, ref va, oldVa, length, Word(ref tokens), Word(ref tokens));
        return $"{Hex(result)} 0x{va:x}";
    }

    private string PrintTable(ulong context, List<string> details)
    {
        foreach (string line in _mmu.MappingLines(context)) details.Add("=" + line);
        return $"{details.Count}";
    }
}
