using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;
using TeeSim.Kernel;

namespace TeeSim.Scenarios.Analysis;

/// <summary>
/// Finds which heap buffers somebody owns, by looking at who holds pointers in simulated memory. Static variables are the roots; what they or a buffer
/// that is owned point to (also into the middle) is owned. The memory management's own links don't count: a region is owned by whoever, besides region tables and regions,
/// holds its address, its va or its object. So this knows nothing about any driver. To be run after every call; it costs what is owned, not what is leaked.
/// </summary>
/// <remarks>
/// A va is a plain number, so other numbers (sizes, above all) can equal it by chance. A word counts only if it got its value after the region came to be, and what has
/// once been without an owner is not found again by its va.
/// </remarks>
internal sealed class OwnershipScan
{
    private readonly SecureWorld _world;
    private readonly AllocationLedger _ledger;
    private readonly int _wordSize;
    private readonly RegionIndex _regions;
    private readonly AddressRange _userVa;
    private readonly HashSet<(Allocation Region, ulong Word)> _coincidences = [];
    private readonly Stack<Allocation> _unvisited = new();
    private readonly List<Allocation> _owned = [];
    private Dictionary<ulong, ulong> _vaLikeBefore = [];
    private Dictionary<ulong, ulong> _vaLike = [];

    public OwnershipScan(SecureWorld world, AllocationLedger ledger)
    {
        _world = world;
        _ledger = ledger;
        _regions = new RegionIndex(world, ledger);
        _userVa = new AddressRange(world.Options.Profile.Vm.UserVaBase, world.Options.Profile.Vm.UserVaSize);
        _wordSize = world.Options.Profile.Abi == Abi.Ilp32 ? sizeof(uint) : sizeof(ulong);
    }

    /// <summary>Number of the last scan, from 1: <see cref="Allocation.SeenBy"/> of what it found an owner of.</summary>
    public long Number { get; private set; }

    /// <summary>Looks who owns what.</summary>
    /// <returns>The buffers that have an owner; valid until the next scan.</returns>
    public IReadOnlyList<Allocation> Run()
    {
        Number++;
        _owned.Clear();
        _regions.Refresh();
        (_vaLikeBefore, _vaLike) = (_vaLike, _vaLikeBefore);
        _vaLike.Clear();
        Visit(_world.Statics.Start, _world.Statics.Size, holder: null);
        Visit(_world.Heap.Context, (ulong)Heap.ContextSize(_world.Options.Profile.Abi, _world.Options.Profile.Heap), holder: null);
        while (_unvisited.TryPop(out Allocation? buffer)) VisitBuffer(buffer);
        return _owned;
    }

    // A region holds its object and nothing else: its links belong to the table.
    private void VisitBuffer(Allocation buffer)
    {
        if (_regions.Find(buffer) is { } region) Own(_ledger.Holding(region.Mobj));
        else Visit(buffer.Address, (ulong)buffer.Size, buffer);
    }

    /// <summary>Everything that the words of a buffer, or of static data, point to is owned.</summary>
    /// <param name="start">First address.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="holder">The buffer; null for static data.</param>
    private void Visit(ulong start, ulong size, Allocation? holder)
    {
        ulong end = start + size / (ulong)_wordSize * (ulong)_wordSize;
        List<ulong> speaksOf = ContextsIn(start, end, holder);
        for (ulong address = start; address < end; address += (ulong)_wordSize)
        {
            ulong word = ReadWord(address);
            if (word == 0 || (holder is not null && _regions.IsTableHead(address))) continue;
            Own(_ledger.Holding(word));
            if (_userVa.Contains(word, 1) && Align.Is(word, Mmu.Pages.SmallPageSize)) _vaLike[address] = word;
            foreach (MappedRegion region in _regions.WithKey(word))
            {
                if (word == region.Info.Mobj || IsSpokenOf(region, address, speaksOf)) Own(region.Buffer);
            }
        }
    }

    /// <summary>Whether a word that equals a region's va speaks of that region.</summary>
    private bool IsSpokenOf(MappedRegion region, ulong address, List<ulong> speaksOf)
    {
        if (region.Buffer.OwnerlessSince is not null) return false;
        // An address of a TA means something in one context only: a holder that points to other contexts does not speak of this one.
        if (speaksOf.Count > 0 && !speaksOf.Contains(region.Context)) return false;
        if (_regions.IsNew(region.Buffer) && _vaLikeBefore.GetValueOrDefault(address) == region.Info.Va) _coincidences.Add((region.Buffer, address));
        return !_coincidences.Contains((region.Buffer, address));
    }

    private List<ulong> ContextsIn(ulong start, ulong end, Allocation? holder)
    {
        var contexts = new List<ulong>();
        if (holder is null) return contexts;
        for (ulong address = start; address < end; address += (ulong)_wordSize)
        {
            if (_ledger.Holding(ReadWord(address)) is { } buffer && _regions.IsContext(buffer.Address)) contexts.Add(buffer.Address);
        }

        return contexts;
    }

    private ulong ReadWord(ulong address)
    {
        SimulatedMemory memory = _world.Memory;
        return _wordSize == sizeof(uint) ? memory.Read<uint>(address) : memory.Read<ulong>(address);
    }

    private void Own(Allocation? buffer)
    {
        if (buffer is null || buffer.SeenBy == Number) return;
        buffer.SeenBy = Number;
        _owned.Add(buffer);
        _unvisited.Push(buffer);
    }
}
