using System.Buffers.Binary;
using System.IO.Hashing;
using FsCheck.Xunit;
using TeeSim.Core;
using TeeSim.Core.Diagnostics;
using TeeSim.Kernel.States;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.States;

namespace TeeSim.Scenarios.Tests.States;

/// <summary>State files that nobody has saved: refused with a sentence, whatever they say.</summary>
public class UntrustedStateTests
{
    private const string Damaged = "the state is damaged: it does not say what it should; save it again";
    private const string WrongSum = "the state is damaged: its checksum does not fit; save it again";
    private const string NoState = "this is no state that TeeSim has saved; write one with 'teesim run FILE --save-state STATE'";

    private const string Older = "the state was saved by an older TeeSim; save it again with 'teesim run FILE --save-state STATE'";

    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    private static readonly RunState Small =
        CutScript.Run(CutScript.Parse("target amlogic-3.9-arm32\nheap 2K\nqa mdbg_check(0)\n")).End.ShouldNotBeNull();

    private static readonly RunState Busy = SavedStates.Busy();

    private static readonly byte[] BusyBytes = StateFile.Encode(Busy);

    [Fact]
    public void Every_truncation_is_refused()
    {
        byte[] bytes = StateFile.Encode(Small);
        for (int length = 0; length < bytes.Length; length++)
        {
            WhyNot(bytes[..length]).ShouldBeOneOf(NoState, WrongSum);
            if (length >= 19) WhyNot(WithSum(bytes[..length])).ShouldBeOneOf(Damaged, WrongSum);
        }
    }

    [Fact]
    public void More_than_a_state_is_refused() => WhyNot(WithSum([.. StateFile.Encode(Small)[..^4], 0, 0, 0, 0, 0])).ShouldBe(Damaged);

    [Fact]
    public void Every_other_magic_is_refused()
    {
        for (int i = 0; i < 15; i++)
        {
            byte[] bytes = StateFile.Encode(Small);
            bytes[i] ^= 4;
            WhyNot(WithSum(bytes)).ShouldBe(NoState);
        }
    }

    [Fact]
    public void A_state_of_the_format_before_is_refused()
    {
        byte[] bytes = StateFile.Encode(Small);
        bytes[13] = (byte)'1';
        WhyNot(WithSum(bytes)).ShouldBe(Older);
    }

    [Property(MaxTest = 100)]
    public void A_flipped_bit_does_not_fit_the_checksum(FsCheck.NonNegativeInt at, byte bit)
    {
        byte[] bytes = [.. BusyBytes];
        bytes[15 + at.Get % (bytes.Length - 15)] ^= (byte)(1 << (bit & 7));
        WhyNot(bytes).ShouldBe(WrongSum);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1s")]
    [InlineData("a b")]
    [InlineData("a\u001b[31m")]
    [InlineData("\u00e4")]
    public void A_name_that_no_script_could_give(string name)
    {
        ShouldRefuse(Busy with { Processes = [.. Busy.Processes, name] });
        ShouldRefuse(Busy with { Names = [Busy.Names[0] with { Name = name }] });
        ShouldRefuse(Busy with { World = Busy.World with { Sessions = [Busy.World.Sessions[0] with { Process = name }] } });
        ShouldRefuse(Busy with { World = Busy.World with { Buffers = [Busy.World.Buffers[0] with { Process = name }] } });
    }

    [Fact]
    public void Names_and_texts_that_are_too_long()
    {
        ShouldRefuse(Busy with { Names = [Busy.Names[0] with { Name = new string('x', 65) }] });
        ShouldRefuse(Busy with { Settings = new string('x', (4 << 20) + 1) });
        ShouldRefuse(Busy with { World = Busy.World with { Strings = [new string('x', 256)] } });
        ShouldRefuse(Busy with { World = Busy.World with { Strings = [new string('x', 1 << 20)] } });
        ShouldRefuse(Busy with { World = Busy.World with { Strings = ["\u001b]0;title\a"] } });
        ShouldRefuse(Busy with { World = Busy.World with { Sites = [new SourceSite("x.c", 1, "\u202e")] } });
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(100)]
    [InlineData(int.MaxValue)]
    [InlineData((int)ParameterKind.Ta)]
    [InlineData((int)ParameterKind.Number)]
    [InlineData((int)ParameterKind.Result)]
    public void A_kind_that_no_call_gives(int kind) =>
        ShouldRefuse(Busy with { Names = [Busy.Names[0] with { Type = new ParameterType((ParameterKind)kind, "thing") }] });

    [Fact]
    public void What_is_named_twice()
    {
        ShouldRefuse(Busy with { Processes = [.. Busy.Processes, Busy.Processes[0]] });
        ShouldRefuse(Busy with { Names = [Busy.Names[0], Busy.Names[0]] });
        ShouldRefuse(Busy with { World = Busy.World with { Sessions = [Busy.World.Sessions[0], Busy.World.Sessions[0]] } });
        ShouldRefuse(Busy with { World = Busy.World with { Buffers = [Busy.World.Buffers[0], Busy.World.Buffers[0]] } });
    }

    [Fact]
    public void Something_open_of_a_process_that_made_no_call() => ShouldRefuse(Busy with { Processes = ["other"] });

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(long.MinValue, 0)]
    [InlineData(long.MaxValue, 0)]
    [InlineData(0, -1)]
    [InlineData(0, int.MinValue)]
    [InlineData(0, int.MaxValue)]
    public void Times_and_counts_that_no_run_comes_to(long microseconds, int calls) =>
        ShouldRefuse(Busy with { World = Busy.World with { Microseconds = microseconds, Calls = calls } });

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(1 << 20)]
    public void Absurd_counts_of_names(int count)
    {
        byte[] bytes = [.. BusyBytes];
        int at = bytes.AsSpan().IndexOf("\u0001b\u0004"u8) - sizeof(int);
        BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at)).ShouldBe(Busy.Names.Count);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), count);
        WhyNot(WithSum(bytes)).ShouldBe(Damaged);
    }

    [Fact]
    public void Strings_that_are_not_those_of_the_core()
    {
        Refusal(Busy with { World = Busy.World with { Strings = [.. Enumerable.Range(0, 1000).Select(i => $"string {i}")] } })
            .ShouldBe("the state can't be continued: its strings are not those of its string segment");
        SegmentState strings = Busy.World.Segments.Single(s => s.Name == "rodata");
        byte[] bytes = strings.Bytes.ToArray();
        bytes[0] ^= 1;
        Refusal(With([.. Busy.World.Segments.Select(s => s == strings ? s with { Bytes = bytes } : s)]))
            .ShouldBe("the state can't be continued: its strings are not those of its string segment");
    }

    [Fact]
    public void Segments_that_are_not_those_of_the_core()
    {
        IReadOnlyList<SegmentState> segments = Busy.World.Segments;
        SegmentState heap = segments.Single(s => s.Name == "heap1");
        Refusal(With([.. segments.Skip(1)]))
            .ShouldBe($"the state can't be continued: it has {segments.Count - 1} memory segments, and this core has {segments.Count}");
        foreach (SegmentState other in (SegmentState[])[
            heap with { Name = "heap2" },
            heap with { Start = heap.Start + 8 },
            heap with { Bytes = heap.Bytes[..^1] },
        ])
        {
            Refusal(With([.. segments.Select(s => s == heap ? other : s)]))
                .ShouldBe($"the state can't be continued: its memory segment '{other.Name}' is not where this core has 'heap1'");
        }
    }

    [Fact]
    public void A_damaged_heap()
    {
        SegmentState heap = Busy.World.Segments.Single(s => s.Name == "heap1");
        byte[] bytes = heap.Bytes.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), 0x1234_5678);
        Refusal(With([.. Busy.World.Segments.Select(s => s == heap ? s with { Bytes = bytes } : s)]))
            .ShouldStartWith("the state can't be continued: its heap is damaged: ");
    }

    [Property(MaxTest = 300)]
    public void Flipped_bytes_with_a_checksum_that_fits_are_refused_or_run(FsCheck.NonNegativeInt[] where, byte[] what)
    {
        byte[] bytes = [.. BusyBytes];
        foreach ((FsCheck.NonNegativeInt at, byte flip) in where.Zip(what)) bytes[15
            + (int)((uint)at.Get * 2654435761u % (uint)(bytes.Length - 19))] ^= flip;
        Should.CompleteIn(() => RunOrRefuse(WithSum(bytes)), Soon);
    }

    /// <summary>Reads bytes as a state and goes on from it; whatever they say, nothing is thrown.</summary>
    internal static RunReport? RunOrRefuse(byte[] bytes, string target = SavedStates.Target)
    {
        if (StateFile.Decode(bytes, out string? why) is not { } state)
        {
            why.ShouldNotBeNullOrEmpty();
            return null;
        }

        if (Scenario.Parse(
            "x.tee", SavedStates.On(target, SavedStates.Settings + SavedStates.After), out IReadOnlyList<Diagnostic> diagnostics,
            state) is not { } scenario)
        {
            diagnostics.ShouldNotBeEmpty();
            return null;
        }

        return CutScript.Run(scenario, state).Report;
    }

    private static RunState With(IReadOnlyList<SegmentState> segments) => Busy with { World = Busy.World with { Segments = segments } };

    private static void ShouldRefuse(RunState state) => WhyNot(StateFile.Encode(state)).ShouldBe(Damaged);

    private static string Refusal(RunState state)
    {
        Scenario.Parse(
            "x.tee", SavedStates.Settings + SavedStates.After, out IReadOnlyList<Diagnostic> diagnostics, CutScript.ThroughFile(state))
            .ShouldBeNull();
        return diagnostics.ShouldHaveSingleItem().Message;
    }

    private static string WhyNot(byte[] bytes)
    {
        StateFile.Decode(bytes, out string? why).ShouldBeNull();
        return why.ShouldNotBeNull();
    }

    private static byte[] WithSum(byte[] bytes) => [.. bytes[..^4], .. Crc32.Hash(bytes.AsSpan(..^4))];
}
