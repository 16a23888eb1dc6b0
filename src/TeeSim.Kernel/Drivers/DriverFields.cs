using System.Reflection;
using TeeSim.Kernel.Drivers.Reflection;

namespace TeeSim.Kernel.Drivers;

/// <summary>
/// A picture of what a driver's objects hold outside of simulated memory, where no snapshot gets it: the fields of the driver, of objects
/// of its own assembly and of collections that it reaches, and the static fields of that assembly. What belongs to the model or to the
/// runtime is only told apart from another one. A driver of TeeSim's own has no such state, and is not looked at. Bounded: what lies too
/// deep or behind too much is not seen.
/// </summary>
public sealed class DriverFields
{
    // Of TeeSim's own drivers a picture is asked for behind every call of a search.
    private static readonly DriverFields None = new([]);

    private readonly IReadOnlyList<FieldValue> _values;

    private DriverFields(IReadOnlyList<FieldValue> values) => _values = values;

    /// <summary>Takes a picture. To be taken between calls: a driver that is running changes meanwhile.</summary>
    /// <param name="driver">The driver, or what wraps it.</param>
    public static DriverFields Of(IDriver driver)
    {
        object inner = driver;
        while (inner is IWrappedDriver wrapped) inner = wrapped.Inner;
        Assembly own = inner.GetType().Assembly;
        if (ModelAssemblies.Contains(own)) return None;
        var walk = new FieldWalk(own);
        walk.VisitObject(inner);
        walk.VisitStatics();
        return new DriverFields(walk.Values);
    }

    /// <summary>The first field that is not what it was: <c>OwnRecords._count</c>; null when all are.</summary>
    /// <param name="before">The driver before.</param>
    /// <param name="after">The same one afterwards.</param>
    public static string? Changed(DriverFields before, DriverFields after)
    {
        int both = Math.Min(before._values.Count, after._values.Count);
        for (int i = 0; i < both; i++)
        {
            if (!before._values[i].Equals(after._values[i])) return before._values[i].Field;
        }

        IReadOnlyList<FieldValue> longer = before._values.Count > both ? before._values : after._values;
        return longer.Count > both ? longer[both].Field : null;
    }
}
