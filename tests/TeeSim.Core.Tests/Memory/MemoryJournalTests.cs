using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using TeeSim.Core.Memory;

namespace TeeSim.Core.Tests.Memory;

/// <summary>A journal against plain copies of all bytes.</summary>
public sealed class MemoryJournalTests
{
    private const ulong Start = 0x1000;
    private const int Length = 2500;
    private const int PageSize = 256;

    public enum Kind
    {
        Write,
        Keep,
        Discard,
        StepBack,
    }

    public sealed record Step(Kind Kind, int Offset, int Size, byte Value);

    [Property(MaxTest = 300)]
    public Property On_any_way_forth_and_back_the_bytes_are_those_of_plain_copies() => Prop.ForAll(Steps().ArrayOf().ToArbitrary(), steps =>
    {
        SimulatedMemory memory = TwoSegments();
        var journal = new MemoryJournal(memory, hashes: true);
        var path = new Stack<byte[]>([new byte[Length]]);
        var hashes = new Stack<UInt128>([journal.Fingerprint]);
        byte[] seen = new byte[Length];
        Changed(journal);
        foreach (Step step in steps)
        {
            Do(step, memory, journal, path, hashes);
            journal.Depth.ShouldBe(path.Count - 1);
            journal.Fingerprint.ShouldBe(hashes.Peek());
            if (step.Kind == Kind.Write) continue;
            memory.ReadBytes(Start, Length).SequenceEqual(path.Peek()).ShouldBeTrue();
            SeeChanges(journal, memory, seen);
            seen.ShouldBe(path.Peek(), "whoever reads what has changed has seen everything");
        }
    });

    [Fact]
    public void A_page_is_told_of_once_when_it_is_kept_and_once_when_it_is_put_back()
    {
        SimulatedMemory memory = TwoSegments();
        var journal = new MemoryJournal(memory, hashes: false);
        Changed(journal).Count.ShouldBe(10, "at first nobody knows anything");
        memory.Write<byte>(Start + 300) = 1;
        Changed(journal).ShouldBeEmpty("it is not kept yet");
        journal.Keep();
        Changed(journal).ShouldBe([Start + PageSize]);
        Changed(journal).ShouldBeEmpty();
        journal.StepBack();
        Changed(journal).ShouldBe([Start + PageSize]);
    }

    [Fact]
    public void What_was_written_and_is_as_it_was_has_not_changed()
    {
        SimulatedMemory memory = TwoSegments();
        var journal = new MemoryJournal(memory, hashes: false);
        Changed(journal);
        memory.Write<byte>(Start) = 0;
        journal.Keep();
        Changed(journal).ShouldBeEmpty();
    }

    [Fact]
    public void The_last_page_of_a_segment_is_as_long_as_the_segment_leaves_it()
    {
        var journal = new MemoryJournal(TwoSegments(), hashes: false);
        journal.NextChanged(Start + Length - 1).ShouldBe(new AddressRange(Start + 9 * PageSize, Length - 9 * PageSize));
        journal.NextChanged(Start + Length).ShouldBeNull();
    }

    [Fact]
    public void An_address_outside_of_all_segments_is_refused()
    {
        var journal = new MemoryJournal(TwoSegments(), hashes: false);
        Should.Throw<ArgumentOutOfRangeException>(() => journal.NextChanged(0x9_0000));
    }

    [Fact]
    public void Nothing_can_be_taken_back_that_was_not_kept() =>
        Should.Throw<InvalidOperationException>(new MemoryJournal(TwoSegments(), hashes: false).StepBack);

    private static void Do(Step step, SimulatedMemory memory, MemoryJournal journal, Stack<byte[]> path, Stack<UInt128> hashes)
    {
        switch (step.Kind)
        {
            case Kind.Write:
                memory.WriteBytes(Start + (ulong)step.Offset, (ulong)Math.Min(step.Size, Length - step.Offset)).Fill(step.Value);
                break;
            case Kind.Keep:
                path.Push(memory.ReadBytes(Start, Length).ToArray());
                journal.Keep();
                bool isKnown = path.Skip(1).Any(p => p.AsSpan().SequenceEqual(path.Peek()));
                hashes.Contains(journal.Fingerprint).ShouldBe(isKnown, "equal bytes have equal hashes, others have others");
                hashes.Push(journal.Fingerprint);
                break;
            case Kind.Discard:
                journal.Discard();
                break;
            case Kind.StepBack when journal.Depth > 0:
                journal.StepBack();
                path.Pop();
                hashes.Pop();
                break;
            default:
                journal.Discard();
                break;
        }
    }

    private static void SeeChanges(MemoryJournal journal, SimulatedMemory memory, byte[] seen)
    {
        for (AddressRange? page = journal.NextChanged(Start); page is { } p; page = journal.NextChanged(p.Start + p.Size))
            memory.ReadBytes(p.Start, p.Size).CopyTo(seen.AsSpan((int)(p.Start - Start)));
    }

    private static List<ulong> Changed(MemoryJournal journal)
    {
        var changed = new List<ulong>();
        for (AddressRange? page = journal.NextChanged(Start); page is { } p; page = journal.NextChanged(p.Start + p.Size))
            changed.Add(p.Start);
        return changed;
    }

    private static SimulatedMemory TwoSegments()
    {
        var memory = new SimulatedMemory();
        memory.AddSegment("one", Start, Length);
        memory.AddSegment("two", 0x8000, 100);
        return memory;
    }

    private static Gen<Step> Steps() =>
        from kind in Gen.Frequency(
            (5, Gen.Constant(Kind.Write)), (3, Gen.Constant(Kind.Keep)), (1, Gen.Constant(Kind.Discard)), (2, Gen.Constant(Kind.StepBack)))
        from offset in Gen.Choose(0, Length - 1)
        from size in Gen.Choose(1, 600)
        from value in Gen.Choose(0, 2)
        select new Step(kind, offset, size, (byte)value);
}
