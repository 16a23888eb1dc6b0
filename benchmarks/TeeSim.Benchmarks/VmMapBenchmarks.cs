using BenchmarkDotNet.Attributes;
using TeeSim.Core;
using TeeSim.Kernel;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Benchmarks;

/// <summary>vm_map and vm_unmap of one page, behind all regions that are there: a pair of calls is one operation.</summary>
[MemoryDiagnoser]
public class VmMapBenchmarks
{
    private const int Pairs = 100;
    private const uint ReadWrite = (uint)(Mattr.Ur | Mattr.Uw | Mattr.Pr | Mattr.Pw);

    private readonly IncidentWorld _incident = new();
    private ulong _context;
    private ulong _mobj;

    /// <summary>How many regions the table has already, besides the kernel's.</summary>
    [Params(0, 100, 800)]
    public int Regions { get; set; }

    /// <summary>Fills the table.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _incident.Leak(Regions);
        SecureWorld world = _incident.World;
        _context = world.Contexts[0].UserModeCtx;
        _mobj = world.Mobjs.MobjPhysAlloc(IncidentWorld.Buffer.Start, IncidentWorld.Buffer.Size, 0, BufferAttribute.SdpMem);
        Contestants.Agree("regions in the table", Regions + 1, world.Mmu.Regions(_context).Count());
    }

    /// <summary>A hundred pairs, with the TA's context as the current one.</summary>
    [Benchmark(OperationsPerInvoke = Pairs)]
    public TeeResult MapAndUnmap()
    {
        ulong previous = _incident.Core.SetCurrentContext(_context);
        TeeMmu mmu = _incident.World.Mmu;
        TeeResult result = TeeResult.SUCCESS;
        for (int i = 0; i < Pairs && result == TeeResult.SUCCESS; i++)
        {
            ulong va = 0;
            result = mmu.VmMapPad(_context, ref va, IncidentWorld.Buffer.Size, ReadWrite, VmFlags.None, _mobj, 0, 0, 0);
            if (result == TeeResult.SUCCESS) result = mmu.VmUnmap(_context, va, IncidentWorld.Buffer.Size);
        }

        _incident.Core.SetCurrentContext(previous);
        return result;
    }
}
