using TeeSim.Core;
using TeeSim.Core.Diagnostics;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;

namespace TeeSim.Replay;

/// <summary>What the lines with an <c>@</c> at the start of a trace declare.</summary>
internal sealed class TraceHeader
{
    // No trace comes near these; they keep a bad one from taking time and memory.
    public const int MostBytes = 1 << 26;
    public const int MostPools = 256;
    public const int MostContexts = 1000;
    private const int MostFiles = 65_535;
    private const int MostStaticMappings = 256;
    private const ulong LargestUserVa = 1UL << 32;

    private readonly Dictionary<int, ulong> _files = [];
    private readonly Dictionary<ulong, int> _fileIds = [];

    public bool IsVm { get; private set; }

    public bool IsMm { get; private set; }

    public string Profile { get; private set; } = "";

    public Abi Abi { get; private set; }

    /// <summary>The heap of the release that was recorded.</summary>
    public HeapRelease Heap { get; private set; } = HeapRelease.All[0];

    /// <summary>Whether memory objects and address spaces are those of 4.10.</summary>
    public bool Is410 => Heap.Name == "4.10";

    /// <summary>The largest number that a word of the target holds.</summary>
    public ulong WordMask => Abi == Abi.Lp64 ? Word64.Mask : Word32.Mask;

    public bool Mdbg { get; private set; }

    public bool BestFit { get; private set; }

    public ulong PoolSet { get; private set; }

    /// <summary>The pools and the lines that declare them.</summary>
    public List<(AddressRange Range, int Line)> Pools { get; } = [];

    public CallSite PoolArraySite { get; private set; }

    public bool Lpae { get; private set; }

    public int PhysicalAddressBits { get; private set; } = 32;

    public AddressRange UserVa { get; private set; }

    public ulong Pgdir { get; private set; }

    public int PageTables { get; private set; }

    public ulong PhysOps { get; private set; }

    public ulong ShmOps { get; private set; }

    /// <summary>Static mappings: memory attribute, physical range, first virtual address.</summary>
    public List<(int Attribute, AddressRange Pa, ulong Va)> StaticMappings { get; } = [];

    /// <summary>Address of each context's region list.</summary>
    public SortedDictionary<int, ulong> Contexts { get; } = [];

    /// <summary>Address of each page pool's variable.</summary>
    public SortedDictionary<int, ulong> MmPools { get; } = [];

    public static TraceHeader Read(string file, TraceLineReader reader)
    {
        var header = new TraceHeader();
        const string Start =
            "a trace starts with '@format teesim-heap-trace 1', '@format teesim-vm-trace 1' or '@format teesim-mm-trace 1'";
        if (reader.Peek() is not { } first)
        {
            throw new TraceFormatException(new Diagnostic(SourcePosition.OfFile(file),
                reader.IsCompressed ? "the compressed data is empty or cut off; fetch the file again" : $"the file is empty; {Start}"));
        }
        if (!first.StartsWith("@format ", StringComparison.Ordinal))
            throw new TraceFormatException(new Diagnostic(new SourcePosition(file, 1, 1), $"found no '@format' line; {Start}"));
        while (reader.Peek() is { } line && (line.StartsWith('@') || line.StartsWith('#')) && !IsBehindHeader(line))
        {
            reader.Read();
            if (line.StartsWith('@')) header.Declare(new TraceTokens(file, reader.LineNumber, line));
        }

        header.Require(file, reader.LineNumber);
        return header;
    }

    /// <summary>The call site that an operation names.</summary>
    public CallSite Site(ref TraceTokens tokens)
    {
        int id = tokens.Number("a file number", MostFiles);
        if (!_files.TryGetValue(id, out ulong address)) throw tokens.BadLast($"found file number {id}, which no '@file' line declares");
        return new CallSite(address, tokens.Number("a line number", int.MaxValue));
    }

    /// <summary>Where the name of a file lies; 0 for a number that no <c>@file</c> line declares.</summary>
    public ulong FileAddress(int id) => _files.GetValueOrDefault(id);

    /// <summary>The number of the file whose name lies at an address; -1 for an address that no <c>@file</c> line declares.</summary>
    public int FileId(ulong address) => _fileIds.GetValueOrDefault(address, -1);

    private static bool IsBehindHeader(string line) =>
        line.StartsWith("@end", StringComparison.Ordinal) || line.StartsWith("@mark ", StringComparison.Ordinal);

    private void Declare(TraceTokens tokens)
    {
        switch (tokens.Next())
        {
            case "@format":
                (IsVm, IsMm) = Format(ref tokens);
                break;
            case "@profile":
                DeclareProfile(ref tokens);
                break;
            case "@mdbg":
                Mdbg = tokens.Choice("off", "on");
                break;
            case "@fit":
                BestFit = tokens.Choice("first", "best");
                break;
            case "@workload":
                tokens.Rest();
                break;
            case "@poolset":
                PoolSet = tokens.Number("an address");
                break;
            case "@pool":
                if (Pools.Count == MostPools) throw tokens.BadLast($"found more than {MostPools} '@pool' lines; this is no trace");
                Pools.Add(
                    (new AddressRange(tokens.Number("an address"), (ulong)tokens.Number("a size in bytes", MostBytes)), tokens.LineNumber));
                break;
            case "@file":
                DeclareFile(ref tokens);
                break;
            case "@pool_array_site":
                PoolArraySite = Site(ref tokens);
                break;
            case "@lpae":
                Lpae = tokens.Choice("off", "on");
                break;
            case "@paddr":
                PhysicalAddressBits = tokens.Choice("32", "64") ? 64 : 32;
                break;
            case "@user_va":
                UserVa = new AddressRange(tokens.Number("an address", WordMask), tokens.Number("a size in bytes", LargestUserVa));
                break;
            case "@pgdir":
                Pgdir = tokens.Number("a size in bytes");
                break;
            case "@pgt":
                PageTables = tokens.Number("a number of page tables", int.MaxValue);
                break;
            case "@ops":
                if (tokens.Choice("phys", "shm")) ShmOps = tokens.Number("an address");
                else PhysOps = tokens.Number("an address");
                break;
            case "@phys":
                if (StaticMappings.Count == MostStaticMappings)
                    throw tokens.BadLast($"found more than {MostStaticMappings} '@phys' lines; this is no trace");
                int attribute = tokens.Number("a memory attribute", 7);
                StaticMappings.Add((attribute, new AddressRange(tokens.Number("an address"), tokens.Number("a size in bytes")),
                    tokens.Number("an address")));
                break;
            case "@ctx":
                Contexts[tokens.Number("a context number", MostContexts)] = tokens.Number("an address");
                break;
            case "@mmpool":
                MmPools[tokens.Number("a pool number", MostPools)] = tokens.Number("an address");
                break;
            case var unknown:
                throw tokens.BadLast($"found the unknown header line {Printable.Quote(unknown)}");
        }

        tokens.End();
    }

    private static (bool IsVm, bool IsMm) Format(ref TraceTokens tokens)
    {
        string format = tokens.Rest().ToString();
        return format switch
        {
            "teesim-heap-trace 1" => (false, false),
            "teesim-vm-trace 1" => (true, false),
            "teesim-mm-trace 1" => (false, true),
            _ => throw tokens.BadLast($"format {Printable.Quote(format)} is not known; "
                + "expected 'teesim-heap-trace 1', 'teesim-vm-trace 1' or 'teesim-mm-trace 1'"),
        };
    }

    // optee-, the release, -ilp32 or -lp64.
    private void DeclareProfile(ref TraceTokens tokens)
    {
        Profile = tokens.Word("a profile").ToString();
        string[] parts = Profile.Split('-');
        if (parts is not ["optee", var release, "ilp32" or "lp64"] || HeapRelease.Find(release) is not { } heap)
        {
            throw tokens.BadLast($"profile {Printable.Quote(Profile)} is not modelled; expected optee-{HeapRelease.All[0].Name}-ilp32 to "
                + $"optee-{HeapRelease.All[^1].Name}-lp64");
        }
        Heap = heap;
        Abi = parts[2] == "lp64" ? Abi.Lp64 : Abi.Ilp32;
    }

    private void DeclareFile(ref TraceTokens tokens)
    {
        int id = tokens.Number("a file number", MostFiles);
        ulong address = tokens.Number("an address");
        tokens.Word("a file name");
        _files[id] = address;
        _fileIds[address] = id;
    }

    private void Require(string file, int line)
    {
        string? missing = (Profile, PoolSet, Pools.Count, IsVm) switch
        {
            ("", _, _, _) => "@profile",
            (_, _, _, true) when Heap.Name is not ("3.10" or "4.10") => "@profile of 3.10 or 4.10, whose address spaces are modelled",
            (_, 0, _, _) => "@poolset",
            (_, _, 0, _) => "@pool",
            (_, _, _, true) when UserVa.Size == 0 => "@user_va",
            (_, _, _, true) when Pgdir == 0 || !ulong.IsPow2(Pgdir) => "@pgdir with a power of two",
            (_, _, _, true) when Contexts.Count == 0 => "@ctx",
            _ when IsMm && MmPools.Count == 0 => "@mmpool",
            _ => null,
        };
        if (missing is not null)
        {
            throw new TraceFormatException(
                new Diagnostic(new SourcePosition(file, line, 0), $"the header ends here, without a line '{missing}'"));
        }
    }
}
