using System.Runtime.CompilerServices;
using TeeSim.Bget.Pools;
using TeeSim.Bget.Structs;
using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Core.Words;

namespace TeeSim.Bget.Malloc;

internal sealed partial class MallocContext<TWord>
{
    // Enough to see what is wrong; a heap full of damage must not fill the host's memory with sentences.
    private const int MostViolations = 1000;

    // Kept, since random runs look at very many heaps.
    private readonly HashSet<ulong> _freeBlocks = [];

    public override IReadOnlyList<string> Validate()
    {
        var violations = new List<string>();
        try
        {
            HashSet<ulong> free = _freeBlocks;
            free.Clear();
            long allocated = 0;
            long poolBytes = 0;
            foreach (AddressRange pool in Pools)
            {
                poolBytes += (long)pool.Size;
                allocated += ValidatePool(pool, free, violations);
            }

            ValidateFreeList(free, violations);
            Require(violations, _context.Value.TotAlloc.Signed == allocated,
                $"totalloc is {_context.Value.TotAlloc.Signed}, the allocated blocks have {allocated} bytes");
            Require(violations, _counters.Value.Size == (uint)poolBytes,
                $"stats.size is {_counters.Value.Size}, the pools have {poolBytes} bytes");
        }
        catch (CorePanicException panic)
        {
            violations.Add($"the walk stopped: {panic.Message}");
        }

        return violations;
    }

    /// <returns>Bytes in the pool's allocated blocks.</returns>
    private long ValidatePool(AddressRange pool, HashSet<ulong> free, List<string> violations)
    {
        ulong sentinel = pool.Start + pool.Size - (ulong)PoolSet<TWord>.BHeadSize;
        ulong block = pool.Start;
        long allocated = 0;
        long previousFree = 0;
        while (block < sentinel)
        {
            if (violations.Count >= MostViolations) return allocated;
            BHead<TWord> head = BlockAt(block);
            long size = head.BSize.Signed;
            Require(violations, head.PrevFree.Signed == previousFree,
                $"block 0x{block:x}: prevfree is {head.PrevFree.Signed}, expected {previousFree}");
            if (size == PoolSet<TWord>.ESent || Math.Abs(size) < PoolSet<TWord>.BFHeadSize
                || Math.Abs(size) % PoolSet<TWord>.SizeQuant != 0)
            {
                violations.Add($"block 0x{block:x}: impossible size {size}");
                return allocated;
            }

            if (size > 0)
            {
                Require(violations, previousFree == 0, $"block 0x{block:x}: free, and so is the block before it");
                free.Add(block);
                previousFree = size;
            }
            else
            {
                previousFree = 0;
                allocated -= size;
                ValidateMdbg(block, -size, violations);
            }

            block += (ulong)Math.Abs(size);
        }

        Require(violations, block == sentinel,
            $"pool 0x{pool.Start:x}: the last block ends at 0x{block:x}, not at the sentinel 0x{sentinel:x}");
        BHead<TWord> end = BlockAt(sentinel);
        Require(violations, end.BSize.Signed == PoolSet<TWord>.ESent, $"sentinel 0x{sentinel:x}: size {end.BSize.Signed}");
        Require(violations, end.PrevFree.Signed == previousFree,
            $"sentinel 0x{sentinel:x}: prevfree is {end.PrevFree.Signed}, expected {previousFree}");
        return allocated;
    }

    private void ValidateMdbg(ulong block, long size, List<string> violations)
    {
        if (!_mdbg) return;
        ulong payload = block + (ulong)(PoolSet<TWord>.BHeadSize + _hdr);
        MdbgGuard guard = Guard(payload);
        Require(violations, guard.Magic == MdbgHeader.HeaderMagic, $"buffer 0x{payload:x}: header magic is 0x{guard.Magic:x8}");
        ulong footer = FooterAddress(payload, guard.PlSize);
        bool fits = (long)Align.Up(guard.PlSize, sizeof(uint)) + sizeof(uint) <= size - PoolSet<TWord>.BHeadSize - _hdr;
        Require(violations, fits, $"buffer 0x{payload:x}: {guard.PlSize} bytes don't fit into its block");
        if (fits)
        {
            Require(violations, _memory.Read<uint>(footer) == MdbgHeader.FooterMagic,
                $"buffer 0x{payload:x}: footer magic is 0x{_memory.Read<uint>(footer):x8}");
        }
    }

    private void ValidateFreeList(HashSet<ulong> free, List<string> violations)
    {
        ulong previous = Context;
        ulong squares = 0;
        foreach (FreeBlock block in FreeList)
        {
            if (violations.Count >= MostViolations) return;
            Require(violations, free.Remove(block.Address), $"free list: 0x{block.Address:x} is no free block, or listed twice");
            Require(violations, _memory.Read<BFHead<TWord>>(block.Address).BLink.Value == previous,
                $"block 0x{block.Address:x}: backward link is not 0x{previous:x}");
            previous = block.Address;
            squares += (ulong)block.Size * (ulong)block.Size;
        }

        Require(violations, _context.Value.FreeList.BLink.Value == previous, $"free list: its tail is not 0x{previous:x}");
        if (_options.Free2Sum)
        {
            Require(violations, _poolset.Free2Sum == squares,
                $"free2_sum is {_poolset.Free2Sum}, the free blocks' squares sum up to {squares}");
        }
        foreach (ulong missing in free.Order().Take(MostViolations)) violations.Add($"block 0x{missing:x}: free, but not in the free list");
    }

    private static void Require(
        List<string> violations, bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref ViolationText violation)
    {
        if (!holds) violations.Add(violation.ToString());
    }
}
