using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Memory;
using TeeSim.Core.Panics;
using TeeSim.Core.Profiles;
using TeeSim.Kernel.Services;

namespace TeeSim.Kernel.Drivers.Guard;

/// <summary>
/// Finds drivers that use memory which they do not own. It is on while driver code runs, and off while the core works, for the driver or
/// for others. What it has to remember of the heap lies in the <see cref="DriverShadow"/>; which entry is running is no
/// state, as none is between calls.
/// </summary>
internal sealed class DriverGuard : IMemoryGuard
{
    private readonly CoreServices _core;
    private readonly ITeeCore _current;
    private readonly Func<IEnumerable<ulong>> _contexts;
    private readonly string _driver;
    private ulong _staticStart;
    private ulong _staticEnd;
    private string _entry = "";
    private ulong _ending;
    private CorePanicException? _violation;

    /// <summary>Guards a driver from its creation on.</summary>
    /// <param name="driver">The driver's name.</param>
    /// <param name="core">The core's services.</param>
    /// <param name="current">Knows which context is the current one.</param>
    /// <param name="contexts">The <c>user_mode_ctx</c> of all TAs.</param>
    public DriverGuard(string driver, CoreServices core, ITeeCore current, Func<IEnumerable<ulong>> contexts)
    {
        (_driver, _core, _current, _contexts) = (driver, core, current, contexts);
        BootLayout boot = core.Profile.Boot;
        Shadow = new DriverShadow(core.Memory, new AddressRange(boot.Heap, boot.HeapSize));
    }

    public DriverShadow Shadow { get; }

    /// <summary>The context that the running entry is told the end of: it still has its regions, but is in no list.</summary>
    public void Ends(ulong context) => _ending = context;

    /// <summary>Static memory becomes the driver's.</summary>
    public void OwnStatics(ulong address, ulong size)
    {
        if (_staticEnd == 0) _staticStart = address;
        _staticEnd = address + size;
    }

    /// <summary>Runs an entry of the driver with the guard on.</summary>
    /// <param name="entry">Its name.</param>
    /// <param name="state">What <paramref name="driver"/> gets: it has no need to capture anything.</param>
    /// <param name="driver">The entry.</param>
    /// <exception cref="DriverFaultException">It threw something that the model does not know.</exception>
    public T Run<TState, T>(string entry, TState state, Func<TState, T> driver)
    {
        // An entry that the core enters while another runs has an outer one to go back to.
        (string outer, IMemoryGuard? before) = (_entry, _core.Memory.Guard);
        _entry = entry;
        _violation = null;
        _core.Memory.Guard = this;
        try
        {
            T result = driver(state);
            // A driver that catches everything has not undone what it did.
            return _violation is null ? result : throw _violation;
        }
        catch (Exception fault) when (IsFault(fault))
        {
            throw new DriverFaultException(_driver, entry, fault);
        }
        finally
        {
            _entry = outer;
            _core.Memory.Guard = before;
        }
    }

    /// <summary>Switches the guard off for a piece of the core's own work.</summary>
    public CoreWork Off() => new(_core.Memory);

    public void Check(ulong address, ulong length)
    {
        if (address >= _staticStart && address < _staticEnd && length <= _staticEnd - address) return;
        using CoreWork off = Off();
        if (Shadow.FirstForeign(address, length) is { } at) throw Violation(Kind(at), $"touches {length} bytes: {WhatLiesAt(at)}", address);
    }

    /// <summary>A context that is no TA's, or not any more, is not for the driver to work on.</summary>
    public void CheckContext(ulong context, string function)
    {
        using CoreWork off = Off();
        // Most calls are about the TA that makes them.
        if (context != 0 && (context == _current.CurrentContext || context == _ending || _contexts().Contains(context))) return;
        bool ended = Shadow.KindAt(context) is Granule.EndedContext or Granule.Freed || _core.Heap.BlockAt(context) is { IsFree: true };
        throw Violation(
            ended ? CorePanicKind.UseAfterFree : CorePanicKind.ForeignMemory,
            $"asks for {function} of what is no context: {WhatLiesAt(context)}", context);
    }

    /// <summary>The driver may map an object, or ask about it, that it holds a reference of, or that a region of a TA shows it.</summary>
    public void CheckMobj(ulong mobj, string function, bool itsOwn)
    {
        using CoreWork off = Off();
        if (mobj == 0 || Shadow.StartsAt(mobj, Granule.Mobj)) return;
        if (!itsOwn && _contexts().Any(c => _core.Mmu.Regions(c).Any(r => r.Mobj == mobj))) return;
        throw Violation(Kind(mobj), $"asks for {function} of what is no memory object of its own: {WhatLiesAt(mobj)}", mobj);
    }

    /// <summary>The driver may free what it has allocated and not freed.</summary>
    public void CheckFree(ulong address)
    {
        using CoreWork off = Off();
        if (Shadow.StartsAt(address, Granule.Start)) return;
        // Headers stand in front of what was a buffer, so this was its start.
        if (Shadow.KindAt(address) == Granule.Freed && Shadow.KindAt(address - sizeof(ulong)) != Granule.Freed)
            throw Violation(CorePanicKind.UseAfterFree, $"frees the same buffer twice{NowOf(address)}", address);
        throw Violation(Kind(address), $"frees what is no buffer of its own: {WhatLiesAt(address)}", address);
    }

    private CorePanicKind Kind(ulong address) =>
        Shadow.KindAt(address) is Granule.Freed or Granule.PutMobj or Granule.EndedContext
            ? CorePanicKind.UseAfterFree
            : CorePanicKind.ForeignMemory;

    private string WhatLiesAt(ulong address) => Shadow.KindAt(address) switch
    {
        Granule.Start => "a buffer of the driver",
        Granule.Continuation => Shadow.IsInside(address) ? "the inside of a buffer of the driver" : "behind a buffer of the driver",
        Granule.Freed => "freed by the driver" + NowOf(address),
        Granule.PutMobj => "a memory object that the driver has given back" + NowOf(address),
        Granule.EndedContext => "the context of a TA that has ended" + NowOf(address),
        _ => OwnerOf(address),
    };

    private string NowOf(ulong address) => _core.Heap.BlockAt(address) is { IsFree: false } ? $", now {OwnerOf(address)}" : "";

    private string OwnerOf(ulong address)
    {
        if (Shadow.Covers(address))
        {
            if (_core.Heap.BlockAt(address) is not { IsFree: false } block) return "free heap memory";
            MdbgEntry entry = _core.Heap.Describe(block.Payload);
            return _core.Describe(new CallSite(entry.File, entry.Line)) is { } site
                ? $"a buffer of the core from {site.Function} ({site.ShortForm})"
                : "a buffer of the core";
        }

        if (_core.StaticArea.Range.Contains(address, 1)) return "static variables of the core";
        Segment? segment = _core.Memory.Segments.FirstOrDefault(s => s.Contains(address, 1));
        return segment is null ? "outside of all memory" : $"in '{segment.Name}' of the core";
    }

    private CorePanicException Violation(CorePanicKind kind, string what, ulong address) =>
        _violation ??= new CorePanicException(kind, $"driver '{_driver}' {what}", new SourceSite("", 0, _entry), address);

    // A filter runs before the stack is unwound: what is printed about a panic is the core's work already.
    private bool IsFault(Exception thrown)
    {
        _core.Memory.Guard = null;
        return thrown is not (CorePanicException or CallHangsException or DriverFaultException);
    }

    /// <summary>The guard is off until this is disposed of.</summary>
    public readonly ref struct CoreWork
    {
        private readonly SimulatedMemory _memory;
        private readonly IMemoryGuard? _before;

        public CoreWork(SimulatedMemory memory)
        {
            _memory = memory;
            _before = memory.Guard;
            memory.Guard = null;
        }

        public void Dispose() => _memory.Guard = _before;
    }
}
