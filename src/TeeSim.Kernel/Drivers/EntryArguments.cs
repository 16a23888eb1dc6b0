using TeeSim.Core;

namespace TeeSim.Kernel.Drivers;

/// <summary>
/// What an entry point is called with: made once for a call of a script, and used again each time that the call is made. Those that change
/// from one time to the next, handles and shared buffers, are set anew by position. Not for two threads at once: each has a <see
/// cref="Copy"/>.
/// </summary>
public sealed class EntryArguments
{
    private readonly ulong[] _numbers;

    // Shared with copies: never written to, only exchanged.
    private bool[] _given;
    private AddressRange[][] _ranges;
    private Guid[] _tas;

    /// <summary>No arguments yet.</summary>
    /// <param name="entry">The entry point that they are for.</param>
    public EntryArguments(EntryPoint entry)
    {
        Entry = entry;
        int count = entry.Parameters.Count;
        (_given, _numbers, _ranges, _tas) = (new bool[count], new ulong[count], new AddressRange[count][], new Guid[count]);
        Array.Fill(_ranges, []);
    }

    private EntryArguments(EntryArguments other)
    {
        (Entry, _given, _ranges, _tas) = (other.Entry, other._given, other._ranges, other._tas);
        _numbers = other._numbers.AsSpan().ToArray();
    }

    /// <summary>The entry point that they are for.</summary>
    public EntryPoint Entry { get; }

    /// <summary>The same arguments, to be set on their own.</summary>
    public EntryArguments Copy() => new(this);

    /// <summary>Sets a number, an address, a size, a handle or the cookie of shared memory.</summary>
    /// <exception cref="ArgumentException">The entry point has no such parameter.</exception>
    public EntryArguments Set(string parameter, ulong value) => Set(PositionOf(parameter), value);

    /// <summary>Sets a number, an address, a size, a handle or the cookie of shared memory.</summary>
    /// <param name="position">See <see cref="EntryPoint.PositionOf"/>.</param>
    /// <param name="value">The value.</param>
    public EntryArguments Set(int position, ulong value)
    {
        Give(position);
        _numbers[position] = value;
        return this;
    }

    /// <summary>Sets a TA.</summary>
    /// <exception cref="ArgumentException">The entry point has no such parameter.</exception>
    public EntryArguments Set(string parameter, Guid ta)
    {
        int position = PositionOf(parameter);
        Give(position);
        _tas = With(_tas, position, ta);
        return this;
    }

    /// <summary>Gives a range, behind those that have been given for the same parameter.</summary>
    /// <exception cref="ArgumentException">The entry point has no such parameter.</exception>
    public EntryArguments Add(string parameter, AddressRange range)
    {
        int position = PositionOf(parameter);
        Give(position);
        _ranges = With(_ranges, position, [.. _ranges[position], range]);
        return this;
    }

    /// <summary>Whether an argument was given.</summary>
    public bool IsGiven(string parameter) => _given[PositionOf(parameter)];

    /// <summary>A number, an address or a size; null when it was left out.</summary>
    /// <exception cref="ArgumentException">The entry point has no such parameter.</exception>
    public ulong? Number(string parameter)
    {
        int position = PositionOf(parameter);
        return _given[position] ? _numbers[position] : null;
    }

    /// <summary>A number, an address or a size; 0 when it was left out.</summary>
    /// <param name="position">See <see cref="EntryPoint.PositionOf"/>.</param>
    public ulong Number(int position) => _numbers[position];

    /// <summary>A handle; 0 when it was left out.</summary>
    /// <exception cref="ArgumentException">The entry point has no such parameter.</exception>
    public ulong Handle(string parameter) => _numbers[PositionOf(parameter)];

    /// <summary>The cookie of shared memory; 0 when it was left out.</summary>
    /// <exception cref="ArgumentException">The entry point has no such parameter.</exception>
    public ulong Buffer(string parameter) => _numbers[PositionOf(parameter)];

    /// <summary>A range, the first when there are several; null when it was left out.</summary>
    /// <exception cref="ArgumentException">The entry point has no such parameter.</exception>
    public AddressRange? Range(string parameter) => Ranges(parameter) is [var first, ..] ? first : null;

    /// <summary>All ranges that were given for a parameter.</summary>
    /// <exception cref="ArgumentException">The entry point has no such parameter.</exception>
    public IReadOnlyList<AddressRange> Ranges(string parameter) => _ranges[PositionOf(parameter)];

    /// <summary>A TA; null when it was left out.</summary>
    /// <exception cref="ArgumentException">The entry point has no such parameter.</exception>
    public Guid? Ta(string parameter)
    {
        int position = PositionOf(parameter);
        return _given[position] ? _tas[position] : null;
    }

    /// <summary>The cookies of all shared memory among them.</summary>
    internal IReadOnlyList<ulong> Buffers()
    {
        List<ulong>? cookies = null;
        for (int i = 0; i < _given.Length; i++)
        {
            if (Entry.Parameters[i].Type == EntryParameterType.SharedBuffer && _given[i]) (cookies ??= []).Add(_numbers[i]);
        }

        return cookies ?? (IReadOnlyList<ulong>)[];
    }

    private void Give(int position)
    {
        if (!_given[position]) _given = With(_given, position, true);
    }

    private static T[] With<T>(T[] values, int position, T value)
    {
        T[] changed = [.. values];
        changed[position] = value;
        return changed;
    }

    private int PositionOf(string parameter) => Entry.PositionOf(parameter) is var position and >= 0
        ? position
        : throw new ArgumentException($"'{Entry.Name}' has no parameter '{parameter}'", nameof(parameter));
}
