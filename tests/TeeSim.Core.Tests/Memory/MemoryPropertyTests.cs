using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using TeeSim.Core.Memory;

namespace TeeSim.Core.Tests.Memory;

/// <summary>Random writes, snapshots and restores against plain copies of all bytes. The seed is fixed.</summary>
[Properties(Arbitrary = [typeof(MemoryPropertyTests)], MaxTest = 300)]
public class MemoryPropertyTests
{
    private static readonly (ulong Start, int Length)[] Layout = [(0x1000, 2500), (0x2000, 1024), (0x3001, 1)];

    public enum Kind
    {
        Write,
        WriteWord,
        WriteVariable,
        Snapshot,
        Restore,
    }

    public sealed record Step(Kind Kind, int Segment, int Offset, int Length, byte Value);

    public static Arbitrary<Step[]> Steps() => Arb.From(
        (from kind in Gen.Frequency(
             (8, Gen.Elements(Kind.Write, Kind.WriteWord, Kind.WriteVariable)),
             (2, Gen.Constant(Kind.Snapshot)),
             (3, Gen.Constant(Kind.Restore)))
         from segment in Gen.Choose(0, 2)
         from offset in Gen.Choose(0, 2499)
         from length in Gen.Choose(0, 1200)
         from value in Gen.Choose(0, 3)
         select new Step(kind, segment, offset, length, (byte)value)).ArrayOf());

    [Property]
    public void Memory_with_snapshots_equals_plain_copies(Step[] steps)
    {
        var memory = new SimulatedMemory();
        foreach ((ulong start, int length) in Layout) memory.AddSegment("s", start, length);
        byte[][] plain = [.. Layout.Select(s => new byte[s.Length])];
        var taken = new List<(MemorySnapshot Snapshot, byte[][] Plain)>();

        foreach (Step step in steps)
        {
            Do(step, memory, plain, taken);
            for (int s = 0; s < Layout.Length; s++) memory.Segments[s].Bytes.SequenceEqual(plain[s]).ShouldBeTrue(step.ToString());
        }

        foreach (var (a, b) in taken.SelectMany(a => taken.Select(b => (a, b))))
        {
            bool same = a.Plain.Zip(b.Plain).All(p => p.First.AsSpan().SequenceEqual(p.Second));
            a.Snapshot.Equals(b.Snapshot).ShouldBe(same);
            if (same) a.Snapshot.GetHashCode().ShouldBe(b.Snapshot.GetHashCode());
        }
    }

    private static void Do(Step step, SimulatedMemory memory, byte[][] plain, List<(MemorySnapshot Snapshot, byte[][] Plain)> taken)
    {
        (ulong start, int size) = Layout[step.Segment];
        int offset = step.Offset % size;
        int length = Math.Min(step.Length, size - offset);
        ulong address = start + (ulong)offset;
        switch (step.Kind)
        {
            case Kind.Write:
                memory.WriteBytes(address, (ulong)length).Fill(step.Value);
                plain[step.Segment].AsSpan(offset, length).Fill(step.Value);
                break;
            case Kind.WriteWord when offset + 8 <= size:
                memory.Write<ulong>(address) = step.Value;
                BitConverter.GetBytes((ulong)step.Value).CopyTo(plain[step.Segment], offset);
                break;
            case Kind.WriteVariable when offset + 4 <= size:
                memory.Static<uint>(address).Write() = step.Value;
                BitConverter.GetBytes((uint)step.Value).CopyTo(plain[step.Segment], offset);
                break;
            case Kind.Snapshot:
                taken.Add((memory.Snapshot(), [.. plain.Select(p => (byte[])p.Clone())]));
                break;
            case Kind.Restore when taken.Count > 0:
                (MemorySnapshot snapshot, byte[][] copy) = taken[step.Offset % taken.Count];
                memory.Restore(snapshot);
                for (int s = 0; s < plain.Length; s++) copy[s].CopyTo(plain[s], 0);
                break;
        }
    }
}
