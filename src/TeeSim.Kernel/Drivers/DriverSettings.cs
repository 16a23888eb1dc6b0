using System.Collections.Immutable;

namespace TeeSim.Kernel.Drivers;

/// <summary>The values that a script has set for its driver.</summary>
public sealed class DriverSettings
{
    private readonly ImmutableDictionary<string, ulong> _values;

    private DriverSettings(ImmutableDictionary<string, ulong> values) => _values = values;

    /// <summary>Nothing is set.</summary>
    public static DriverSettings None { get; } = new(ImmutableDictionary.Create<string, ulong>(StringComparer.Ordinal));

    /// <summary>The value of a setting: what was set, or its default.</summary>
    public ulong this[DriverSetting setting] => _values.TryGetValue(setting.Name, out ulong value) ? value : setting.Default;

    /// <summary>The names of all that is set, sorted.</summary>
    public IEnumerable<string> Names => _values.Keys.Order(StringComparer.Ordinal);

    /// <summary>The value of that name, or null when nothing was set.</summary>
    public ulong? Find(string name) => _values.TryGetValue(name, out ulong value) ? value : null;

    /// <summary>These, and one more.</summary>
    public DriverSettings With(string name, ulong value) => new(_values.SetItem(name, value));
}
