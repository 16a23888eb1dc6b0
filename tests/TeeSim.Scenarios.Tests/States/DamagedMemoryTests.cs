using System.Buffers.Binary;
using TeeSim.Kernel.States;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.States;

namespace TeeSim.Scenarios.Tests.States;

/// <summary>
/// States whose file is sound and whose memory is not. Every word that points somewhere is bent to point to itself, elsewhere or nowhere:
/// lists become circles, counts and tables of functions nonsense. That is refused, or a panic or a hang of the
/// modelled core; never one of TeeSim.
/// </summary>
public class DamagedMemoryTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("target amlogic-3.9-arm32", sizeof(uint))]
    [InlineData("target optee-4.10-arm64", sizeof(ulong))]
    public void A_pointer_that_is_bent_is_refused_or_modelled(string target, int wordSize)
    {
        RunState state = SavedStates.Busy(target);
        (ulong Address, ulong Value)[] pointers = [.. Pointers(state, wordSize)];
        pointers.Length.ShouldBeGreaterThan(100);
        UntrustedStateTests.RunOrRefuse(StateFile.Encode(state), target).ShouldNotBeNull().Panic.ShouldBeNull();
        int refused = 0;
        int panicked = 0;
        int ran = 0;
        for (int i = 0; i < pointers.Length; i++)
        {
            (ulong address, ulong value) = pointers[i];
            // Each of them is bent in one way, and the next one in another.
            ulong bent = ((ulong[])[address, value + 8, 0, 0xdead_beec, pointers[(i * 7 + 3) % pointers.Length].Value])[i % 5];
            byte[] bytes = StateFile.Encode(Bend(state, address, bent, wordSize));
            RunReport? report =
                Should.CompleteIn(() => UntrustedStateTests.RunOrRefuse(bytes, target), Soon, $"0x{address:x} made 0x{bent:x}");
            if (report is null) refused++;
            else if (report.Panic is not null) panicked++;
            else ran++;
        }

        refused.ShouldBeGreaterThan(25);
        panicked.ShouldBeGreaterThan(25);
        ran.ShouldBeGreaterThan(25);
    }

    private static IEnumerable<(ulong Address, ulong Value)> Pointers(RunState state, int wordSize)
    {
        SegmentState[] holders = [.. state.World.Segments.Where(s => s.Name is "data" or "heap1" or "malloc_ctx")];
        foreach (SegmentState holder in holders)
        {
            for (int at = 0; at + wordSize <= holder.Bytes.Length; at += wordSize)
            {
                ulong value = Word(holder.Bytes.Span[at..], wordSize);
                if (state.World.Segments.Any(s => value - s.Start < (ulong)s.Bytes.Length)) yield return (holder.Start + (ulong)at, value);
            }
        }
    }

    private static RunState Bend(RunState state, ulong address, ulong value, int wordSize)
    {
        SegmentState holder = state.World.Segments.Single(s => address - s.Start < (ulong)s.Bytes.Length);
        byte[] bytes = holder.Bytes.ToArray();
        Span<byte> word = bytes.AsSpan((int)(address - holder.Start));
        if (wordSize == sizeof(uint)) BinaryPrimitives.WriteUInt32LittleEndian(word, (uint)value);
        else BinaryPrimitives.WriteUInt64LittleEndian(word, value);
        return state with
        {
            World = state.World with { Segments = [.. state.World.Segments.Select(s => s == holder ? s with { Bytes = bytes } : s)] },
        };
    }

    private static ulong Word(ReadOnlySpan<byte> bytes, int wordSize) =>
        wordSize == sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
}
