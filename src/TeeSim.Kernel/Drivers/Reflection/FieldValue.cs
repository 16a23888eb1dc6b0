namespace TeeSim.Kernel.Drivers.Reflection;

/// <summary>One value that a field holds, or that stands in what a field holds.</summary>
/// <param name="Field">The field: <c>OwnRecords._count</c>.</param>
/// <param name="Value">A plain value; for an object what tells it apart from another one.</param>
internal readonly record struct FieldValue(string Field, object? Value);
