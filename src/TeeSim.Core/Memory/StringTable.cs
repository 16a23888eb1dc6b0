using System.Text;

namespace TeeSim.Core.Memory;

/// <summary>
/// The read-only strings of the modelled core (<c>.rodata</c>): each is stored once, NUL-terminated, 4-byte aligned, in the order of
/// first use, so that a file name has a simulated address as it has in C.
/// </summary>
public sealed class StringTable
{
    private readonly SimulatedMemory _memory;
    private readonly Segment _segment;
    private readonly Dictionary<string, ulong> _addresses = [];
    private readonly Dictionary<CallSite, SourceSite> _sites = [];
    private ulong _next;

    /// <summary>Creates the table in a new segment.</summary>
    /// <param name="memory">Where.</param>
    /// <param name="start">First address.</param>
    /// <param name="length">Size in bytes.</param>
    public StringTable(SimulatedMemory memory, ulong start, int length)
    {
        _memory = memory;
        _segment = memory.AddSegment("rodata", start, length);
        _next = start;
    }

    /// <summary>Where the strings lie.</summary>
    public Segment Segment => _segment;

    /// <summary>The address of a string; it is stored at its first use.</summary>
    /// <exception cref="InvalidOperationException">The segment is full.</exception>
    public ulong Intern(string text)
    {
        if (_addresses.TryGetValue(text, out ulong known))
        {
            // Restoring a snapshot from before its first use takes a string's bytes away; its place stays reserved.
            if (_segment.At<byte>(known) == 0) Store(Encoding.UTF8.GetBytes(text), known);
            return known;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (!_segment.Contains(_next, (ulong)bytes.Length + 1)) throw new InvalidOperationException("the string segment is full");
        ulong address = _next;
        Store(bytes, address);
        _next += Words.Align.Up((ulong)bytes.Length + 1, 4);
        _addresses.Add(text, address);
        return address;
    }

    /// <summary>The call site of a place in the source, its file name stored at the first use.</summary>
    public CallSite Site(SourceSite site)
    {
        var callSite = new CallSite(Intern(site.File), site.Line);
        _sites.TryAdd(callSite, site);
        return callSite;
    }

    /// <summary>
    /// The call site of a place that may not be known: then it has neither file nor line, and mdbg lists it as <c>unknown</c>.
    /// </summary>
    public CallSite Site(SourceSite? site) => site is { } known ? Site(known) : default;

    /// <summary>The place in the source that a call site stands for; null for one that <see cref="Site(SourceSite)"/> never gave.</summary>
    public SourceSite? Describe(CallSite site) => _sites.TryGetValue(site, out SourceSite known) ? known : null;

    /// <summary>The strings in the order of their first use.</summary>
    public IReadOnlyCollection<string> Strings => _addresses.Keys;

    /// <summary>The call sites that there are.</summary>
    public IReadOnlyCollection<CallSite> CallSites => _sites.Keys;

    /// <summary>The places in the source that have a call site.</summary>
    public IReadOnlyCollection<SourceSite> Sites => _sites.Values;

    /// <summary>
    /// Whether a segment's bytes are those of this table with strings added behind its own. A string whose bytes a restored snapshot
    /// has taken away may be missing.
    /// </summary>
    /// <param name="strings">The strings in the order of their first use; those that are here count once.</param>
    /// <param name="bytes">The bytes of a whole segment.</param>
    /// <param name="room">Bytes that must be left.</param>
    public bool AreBytesOf(IEnumerable<string> strings, ReadOnlySpan<byte> bytes, int room)
    {
        byte[] expected = new byte[_segment.Length];
        foreach ((string text, ulong address) in _addresses) Encoding.UTF8.GetBytes(text, expected.AsSpan((int)(address - _segment.Start)));
        int next = (int)(_next - _segment.Start);
        var added = new HashSet<string>();
        foreach (string text in strings)
        {
            if (_addresses.ContainsKey(text) || !added.Add(text)) continue;
            int size = Encoding.UTF8.GetByteCount(text) + 1;
            if (size > expected.Length - room - next) return false;
            Encoding.UTF8.GetBytes(text, expected.AsSpan(next));
            next += (int)Words.Align.Up((ulong)size, 4);
        }

        if (bytes.Length != expected.Length) return false;
        for (int i = 0; i < expected.Length; i++)
        {
            if (bytes[i] != expected[i] && bytes[i] != 0) return false;
        }

        return true;
    }

    private void Store(byte[] bytes, ulong address) => bytes.CopyTo(_memory.WriteBytes(address, (ulong)bytes.Length));
}
