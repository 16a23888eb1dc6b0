using TeeSim.Bget.Tests.Reference;
using TeeSim.Core.Panics;
using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Properties;

/// <summary>
/// Does each step of a script to the heap and to the naive model. Their answers must be the same; what else must hold is asked
/// after each step.
/// </summary>
public sealed class HeapScriptRun
{
    private const ulong FirstPoolAddress = 0x1_0000;

    private readonly HeapScript _script;
    private readonly NaiveHeap _naive;
    private readonly ulong[] _slots = new ulong[HeapScripts.Slots];
    private readonly byte[][] _contents = new byte[HeapScripts.Slots][];
    private int _line;
    private int _pools;

    private HeapScriptRun(HeapScript script)
    {
        _script = script;
        Heap = TestHeap.Empty(script.Variant);
        _naive = new NaiveHeap(script.Variant, script.Variant.Heap.PoolArray.Line);
    }

    public TestHeap Heap { get; }

    /// <summary>The buffers that the script holds now, with their requested bytes.</summary>
    public IEnumerable<(ulong Payload, byte[] Content)> Buffers => _slots.Zip(_contents).Where(b => b.First != 0);

    /// <summary>How many steps were done, the first pool not counted.</summary>
    public int Steps { get; private set; }

    /// <summary>How many buffers were aligned to more than 16.</summary>
    public int Aligned { get; private set; }

    /// <summary>Whether a step ended in a modelled panic.</summary>
    public bool Panicked { get; private set; }

    /// <summary>Runs a script; after each step, up to a modelled panic, the question is asked.</summary>
    public static HeapScriptRun Of(HeapScript script, Action<HeapScriptRun> afterEachStep)
    {
        var run = new HeapScriptRun(script);
        if (!run.AddPool(0, script.FirstPool)) return run;
        foreach (HeapStep step in script.Steps)
        {
            if (!run.Do(step)) return run;
            run.Steps++;
            afterEachStep(run);
        }

        return run;
    }

    public static void ShouldEqualTheNaiveModel(HeapScriptRun run)
    {
        Heap heap = run.Heap.Heap;
        heap.FreeList.ShouldBe(run._naive.FreeList);
        heap.Blocks.Select(b => (b.Address, b.Size, b.IsFree)).ShouldBe(run._naive.AllBlocks);
        heap.Stats.ShouldBe(run._naive.Stats);
        if (run._script.Variant.Mdbg && heap.Pools.Any())
            heap.MdbgCheck().Select(e => (e.Payload, e.Size, e.Line)).ShouldBe(run._naive.Listing);
    }

    // False: the core panicked, in the model as in the naive one, and nothing can follow.
    private bool Do(HeapStep step)
    {
        ulong payload = _slots[step.Slot];
        ulong size = step.Size & _script.Variant.SizeMax;
        ulong count = step.Count & _script.Variant.SizeMax;
        switch (step.Call)
        {
            case HeapCall.AddPool:
                return AddPool(count, size);
            case HeapCall.ResetStats:
                Heap.Heap.ResetStats();
                _naive.ResetStats();
                return true;
            case HeapCall.Free or HeapCall.FreeWipe:
                Release(step.Slot, wipe: step.Call == HeapCall.FreeWipe);
                return true;
            case HeapCall.Realloc:
                ulong moved = Heap.Heap.Realloc(payload, size, Heap.Site(++_line));
                moved.ShouldBe(_naive.Realloc(payload, size, _line));
                if (moved != 0) Keep(step.Slot, moved, size, _contents[step.Slot] ?? []);
                return true;
            default:
                // What the slot held is released first, so that nothing gets lost.
                Release(step.Slot, wipe: false);
                ulong got = step.Call switch
                {
                    HeapCall.Calloc => Calloc(count, size),
                    HeapCall.Memalign when _script.Variant.Options.AlignedPlacement => Memalign(count, size),
                    _ => Malloc(size),
                };
                if (got != 0) Keep(step.Slot, got, step.Call == HeapCall.Calloc ? count * size : size, []);
                return true;
        }
    }

    private ulong Malloc(ulong size)
    {
        ulong payload = Heap.Heap.Malloc(size, Heap.Site(++_line));
        payload.ShouldBe(_naive.Malloc(size, _line));
        return payload;
    }

    private ulong Memalign(ulong alignment, ulong size)
    {
        ulong payload = Heap.Heap.Memalign(alignment, size, Heap.Site(++_line));
        payload.ShouldBe(_naive.Memalign(alignment, size, _line));
        if (payload == 0) return 0;
        (payload % alignment).ShouldBe(0UL, "memalign aligns");
        if (alignment > 16) Aligned++;
        return payload;
    }

    private ulong Calloc(ulong count, ulong size)
    {
        ulong payload = Heap.Heap.Calloc(count, size, Heap.Site(++_line));
        payload.ShouldBe(_naive.Calloc(count, size, _line));
        if (payload != 0) Heap.Memory.ReadBytes(payload, count * size).ContainsAnyExcept((byte)0).ShouldBeFalse("calloc clears");
        return payload;
    }

    // A buffer's bytes begin with what a realloc had to keep; then they are overwritten by a pattern of their own.
    private void Keep(int slot, ulong payload, ulong size, byte[] kept)
    {
        int common = (int)Math.Min(size, (ulong)kept.Length);
        Heap.Memory.ReadBytes(payload, (ulong)common).SequenceEqual(kept.AsSpan(0, common)).ShouldBeTrue("realloc keeps the bytes");
        var content = new byte[size];
        for (int i = 0; i < content.Length; i++) content[i] = (byte)(i * 7 + _line * 31);
        content.CopyTo(Heap.Memory.WriteBytes(payload, size));
        (_slots[slot], _contents[slot]) = (payload, content);
    }

    private void Release(int slot, bool wipe)
    {
        ulong payload = _slots[slot];
        if (wipe) Heap.Heap.FreeWipe(payload);
        else Heap.Heap.Free(payload);
        NaiveRelease? released = _naive.Free(payload);
        if (wipe && released is not null) ShouldBeWiped(payload, released);
        (_slots[slot], _contents[slot]) = (0, []);
    }

    private void ShouldBeWiped(ulong payload, NaiveRelease released)
    {
        FreeBlock merged = _naive.FreeList.Single(b => b.Address < payload && payload <= b.Address + (ulong)b.Size);
        ulong links = 4 * _script.Variant.Word;
        ulong start = merged.Address + links;
        ulong end = merged.Address + (ulong)merged.Size;
        if (_script.Variant.Options.NarrowWipe)
        {
            start = released.FreeBefore ? released.Address : released.Address + links;
            end = released.Address + (ulong)released.Size + (released.FreeBehind ? links : 0);
        }

        Heap.Memory.ReadBytes(start, end - start).ContainsAnyExcept((byte)0x55).ShouldBeFalse("free_wipe wipes");
    }

    // Pools lie alternately above and below each other, so that their order is not that of their addresses.
    private bool AddPool(ulong misalignment, ulong length)
    {
        ulong slot = (ulong)(_pools % 2 == 0 ? 40 + _pools : 40 - _pools);
        if (_pools++ >= 40) return true;
        ulong address = FirstPoolAddress + slot * 0x1000 + misalignment;
        Heap.Memory.AddSegment("pool", address, (int)length);
        string? expected = null;
        bool added = false;
        try
        {
            added = _naive.AddPool(address, length);
        }
        catch (NaivePanicException panic)
        {
            expected = panic.Message;
        }

        if (expected is null)
        {
            Heap.Heap.MallocAddPool(address, length).ShouldBe(added);
            return true;
        }

        Panicked = true;
        Should.Throw<CorePanicException>(() => Heap.Heap.MallocAddPool(address, length)).Site.ShortForm.ShouldBe(expected);
        return false;
    }
}
