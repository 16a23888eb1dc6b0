using TeeSim.Core.Diagnostics;
using TeeSim.Core.Profiles;

namespace TeeSim.Replay;

/// <summary>
/// The heap calls of a trace, parsed once, so that they can be run often and on any variant of the heap: what the trace recorded is not
/// compared. Equation: 0 &lt;= <see cref="Mark"/> &lt;= <see cref="Operations"/>.Count.
/// </summary>
public sealed class HeapTraceProgram
{
    private readonly string _file;
    private readonly TraceHeader _header;
    private readonly HeapOperation[] _operations;

    private HeapTraceProgram(string file, TraceHeader header, HeapOperation[] operations, int mark)
    {
        _file = file;
        _header = header;
        _operations = operations;
        Mark = mark;
        SlotCount = operations.Length == 0 ? 0 : operations.Max(o => o.Slot) + 1;
    }

    /// <summary>The calls in their order.</summary>
    public IReadOnlyList<HeapOperation> Operations => _operations;

    /// <summary>How many calls stand in front of <c>@mark bench</c>; 0 without one.</summary>
    public int Mark { get; }

    /// <summary>How many slots the calls use.</summary>
    public int SlotCount { get; }

    internal ReadOnlySpan<HeapOperation> Span => _operations;

    /// <summary>Reads a heap trace, plain or gzip, that has heap calls and checkpoints only.</summary>
    /// <exception cref="InvalidDataException">It is no such trace; the message says where and what was found.</exception>
    public static HeapTraceProgram Load(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            using var reader = new TraceLineReader(file, stream);
            return Read(file, reader);
        }
        catch (TraceFormatException bad)
        {
            throw new InvalidDataException(bad.Diagnostic.ToString(), bad);
        }
    }

    /// <summary>A fresh heap of this variant on the trace's pools, with all calls in front of the mark made.</summary>
    /// <param name="variant">The rules; words and call sites are those of the trace.</param>
    public HeapTracePlayer Play(HeapOptions variant) => Play(HeapSetup.Of(_header) with { Options = variant });

    /// <summary>The same on the heap of any release and any words.</summary>
    /// <param name="release">Gives the rules and the line of the pool array.</param>
    /// <param name="abi">The target's words.</param>
    /// <param name="bestFit">Best fit instead of first fit.</param>
    /// <param name="mdbg">Debug headers and footers.</param>
    /// <param name="context">Address of <c>malloc_ctx</c>; null: that of the trace.</param>
    public HeapTracePlayer Play(HeapRelease release, Abi abi, bool bestFit, bool mdbg, ulong? context = null) => Play(new HeapSetup(
        release.Options with { BestFit = bestFit, Mdbg = mdbg }, abi, context ?? _header.PoolSet,
        _header.PoolArraySite with { Line = release.PoolArray.Line }));

    private HeapTracePlayer Play(HeapSetup setup) => new(new TraceWorld(_file, _header, 0, setup), this);

    private static HeapTraceProgram Read(string file, TraceLineReader reader)
    {
        TraceHeader header = TraceHeader.Read(file, reader);
        var body = new TraceBody(file, reader);
        var operations = new List<HeapOperation>();
        int mark = 0;
        while (body.MoveNext())
        {
            if (body.IsMark) mark = operations.Count;
            else if (Parse(new TraceTokens(file, reader.LineNumber, body.Call), header) is { } operation) operations.Add(operation);
        }

        return new HeapTraceProgram(file, header, [.. operations], mark);
    }

    private static HeapOperation? Parse(TraceTokens tokens, TraceHeader header)
    {
        ReadOnlySpan<char> name = tokens.Word("an operation");
        HeapOperation? operation = HeapOperation.Parse(name, ref tokens, header);
        if (operation is null && name is not ("stats" or "freelist" or "crc"))
            throw tokens.BadLast($"found {Printable.Quote(name)} where a heap call, stats, freelist or crc is expected");
        tokens.End();
        return operation;
    }
}
