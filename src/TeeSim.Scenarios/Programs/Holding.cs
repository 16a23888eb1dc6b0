using TeeSim.Scenarios.Calls;

namespace TeeSim.Scenarios.Programs;

/// <summary>How things stand with something that a call gave to a process.</summary>
public enum HoldingState : byte
{
    /// <summary>The process can take it back.</summary>
    Open,

    /// <summary>It has tried to take it back, and was refused: it does not try again.</summary>
    Refused,

    /// <summary>It has tried to take it back, and there was no memory for that: it will try again.</summary>
    Starved,

    /// <summary>
    /// It has tried to take it back, and a fault that the script does not have has taken the memory for that. The script does not say
    /// what the process does then: it will try again, before a name means something else.
    /// </summary>
    StarvedByFault,

    /// <summary>Its name means something else by now, so the process can't say any more what to take back.</summary>
    Lost,

    /// <summary>The process has died, and the normal world does not take such a thing back.</summary>
    Dead,

    /// <summary>The call that should have given it failed: to take it back fails in consequence.</summary>
    NeverGiven,
}

/// <summary>Something that a call gave to a process: a session, a handle, a mapping, a buffer.</summary>
internal sealed class Holding
{
    /// <summary>The call that gave it.</summary>
    public required Step Step { get; init; }

    /// <summary>Its place in the order in which things are given as written.</summary>
    public required long Sequence { get; init; }

    /// <summary>What was given.</summary>
    public required NamedValue Value { get; init; }

    /// <summary>What takes it back.</summary>
    public required ClosingCall Closing { get; init; }

    /// <summary>What the closing call is made with.</summary>
    public required NamedValue[] Inputs { get; init; }

    /// <summary>By what a call that takes it back is known.</summary>
    public required UInt128 Key { get; init; }

    /// <summary>The session through which it was given; null when it needs none, or that was gone already.</summary>
    public required Holding? Through { get; init; }

    /// <summary>Whether it needs a session to be taken back.</summary>
    public required bool NeedsSession { get; init; }

    /// <summary>How things stand with it.</summary>
    public HoldingState State { get; set; }

    /// <summary>Whether it is there: neither taken back nor never given.</summary>
    public bool IsPresent { get; set; }

    /// <summary>Its place in the list of what is there.</summary>
    public int Place { get; set; }

    /// <summary>Another one of the same key; null behind the last one.</summary>
    public Holding? NextOfKey { get; set; }

    /// <summary>
    /// Bytes of it that are left from <see cref="NamedValue.Value"/> on, where parts can be taken back; 0 where they can't.
    /// </summary>
    public ulong Size { get; init; }

    /// <summary>Who has it.</summary>
    public string Process => Step.ProcessName;

    /// <summary>What kind of thing it is.</summary>
    public ParameterKind Kind => Value.Type?.Kind ?? ParameterKind.Number;

    /// <summary>Whether the process can take it back for all that it knows, and was not refused.</summary>
    public bool IsOpen => State is HoldingState.Open or HoldingState.Starved or HoldingState.StarvedByFault;

    /// <summary>Whether the process can take it back, as far as it knows.</summary>
    public bool CanBeClosed => (IsOpen || State == HoldingState.Refused) && (!NeedsSession || Through is { IsPresent: true });

    /// <summary>Whether it is held: its process can take it back, and has not been refused.</summary>
    public bool IsHeld => IsOpen && CanBeClosed;

    /// <summary>
    /// Where the script has the call that gave it. Of what the same call has given in several rounds none is told from the others, so that
    /// it does not matter for a verdict in which round something came.
    /// </summary>
    public long Order => Step.Statement.Position is { Line: > 0 } written ? (long)written.Line << 20 | (uint)written.Column : Step.Index;

    /// <summary>64 bits of what it is and how things stand with it; addresses of the heap, and when it came, are no part of it.</summary>
    public ulong Hash =>
        Mixed((ulong)(Key ^ (Key >> 64)) ^ Mixed((ulong)Order << 8 | (byte)State) + Mixed((uint)(Through?.Step.Index ?? -1)));

    /// <summary>By <see cref="Order"/>, what the script has last first: what came later is taken back earlier.</summary>
    public static IOrderedEnumerable<Holding> LastFirst(IEnumerable<Holding> holdings) =>
        holdings.OrderByDescending(h => h.Order).ThenByDescending(h => h.Key);

    private static ulong Mixed(ulong word)
    {
        word = (word ^ (word >> 33)) * 0xff51_afd7_ed55_8ccd;
        return (word ^ (word >> 33)) * 0xc4ce_b9fe_1a85_ec53;
    }
}
