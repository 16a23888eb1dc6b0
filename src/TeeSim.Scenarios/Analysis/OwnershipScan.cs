using System.Buffers.Binary;
using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;
using TeeSim.Kernel;

namespace TeeSim.Scenarios.Analysis;

/// <summary>
/// Finds which heap buffers somebody owns, by looking at who holds pointers in simulated memory. Static variables are the roots; what they or a buffer
/// that is owned point to (also into the middle) is owned. The memory management's own links don't count: a region is owned by whoever, besides region tables and regions,
/// holds its address, its va or its object. So this knows nothing about any driver. What a TA's loading has mapped belongs to its context: those are the TA's own pages (a <c>mobj_with_fobj</c>), which nobody
/// else has to unmap. The list of a page pool does not hold its entries. To be run after every call; it costs what is owned, not what is leaked.
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
    private ulong _lowest;
    private ulong _highest;
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
        (_lowest, _highest) = _ledger.Range;
        _regions.Refresh();
        (_vaLikeBefore, _vaLike) = (_vaLike, _vaLikeBefore);
        _vaLike.Clear();
        Visit(_world.Statics.Start, _world.Statics.Size, holder: null);
        Visit(_world.Heap.Context, (ulong)Heap.ContextSize(_world.Options.Profile.Abi, _world.Options.Profile.Heap), holder: null);
        while (_unvisited.TryPop(out Allocation? buffer)) VisitBuffer(buffer);
        return _owned;
    }

    // A region holds its object and nothing else: its links belong to the table. An entry of a page pool holds nothing: its links belong to the pool.
    private void VisitBuffer(Allocation buffer)
    {
        if (buffer.Region is { } region)
        {
            Own(_ledger.Holding(region.Mobj));
        }
        else if (buffer.Site != _world.CallSites.TeeMmAlloc && buffer.Site != _world.CallSites.TeeMmAlloc2)
        {
            if (buffer.OwnPages is { } own) own.ForEach(Own);
            Visit(buffer.Address, (ulong)buffer.Size, buffer);
        }
    }

    /// <summary>Everything that the words of a buffer, or of static data, point to is owned.</summary>
    /// <param name="start">First address.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="holder">The buffer; null for static data.</param>
    private void Visit(ulong start, ulong size, Allocation? holder)
    {
        ReadOnlySpan<byte> bytes = _world.Memory.ReadBytes(start, size);
        List<ulong>? speaksOf = null;
        for (int at = 0; at + _wordSize <= bytes.Length; at += _wordSize)
        {
            ulong word = WordAt(bytes, at);
            ulong address = start + (ulong)at;
            // Most words are neither: nothing but an address on the heap, or a page of a TA, can speak of anything.
            bool onHeap = word - _lowest <= _highest - _lowest;
            bool isPage = !onHeap && word - _userVa.Start < _userVa.Size && Align.Is(word, Mmu.Pages.SmallPageSize);
            if (!onHeap && !isPage) continue;
            if (holder is not null && _regions.IsTableHead(address)) continue;
            if (onHeap)
            {
                OwnTarget(word);
                continue;
            }

            _vaLike[address] = word;
            int place = 0;
            while (_regions.TryFind(word, ref place, out MappedRegion region))
            {
                // A new region is looked at even when its owner is known: the words that are equal by chance have to be told apart now.
                if (region.Buffer.SeenBy == Number && !_regions.IsNew(region.Buffer)) continue;
                if (IsSpokenOf(region, address, speaksOf ??= ContextsIn(bytes, holder))) Own(region.Buffer);
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

    private List<ulong> ContextsIn(ReadOnlySpan<byte> bytes, Allocation? holder)
    {
        var contexts = new List<ulong>();
        if (holder is null) return contexts;
        for (int at = 0; at + _wordSize <= bytes.Length; at += _wordSize)
        {
            if (_ledger.Holding(WordAt(bytes, at)) is { } buffer && _regions.IsContext(buffer.Address)) contexts.Add(buffer.Address);
        }

        return contexts;
    }

    private ulong WordAt(ReadOnlySpan<byte> bytes, int at) => _wordSize == sizeof(uint)
        ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..])
        : BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);

    // Who holds an object's address holds the regions that map it.
    private void OwnTarget(ulong word)
    {
        if (_ledger.Holding(word) is not { } target) return;
        Own(target);
        if (target.MappedBy is not { } regions) return;
        foreach (MappedRegion region in regions)
        {
            if (word == region.Info.Mobj) Own(region.Buffer);
        }
    }

    private void Own(Allocation? buffer)
    {
        if (buffer is null || buffer.SeenBy == Number) return;
        buffer.SeenBy = Number;
        _owned.Add(buffer);
        _unvisited.Push(buffer);
    }
}
