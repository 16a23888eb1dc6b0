using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace TeeSim.Kernel.Drivers.Reflection;

/// <summary>What can be done with what a field holds.</summary>
internal static class FieldKinds
{
    // Objects of the runtime that can't be gone through as collections.
    private static readonly Type[] PlainGenerics = [typeof(StrongBox<>), typeof(PriorityQueue<,>)];

    private static readonly Type[] Collections = [typeof(ICollection<>), typeof(IReadOnlyCollection<>)];

    /// <summary>Whether a field keeps the value that it was made with.</summary>
    public static bool IsFixed(FieldInfo field) =>
        field.IsInitOnly && (field.FieldType.IsPrimitive || field.FieldType.IsEnum || field.FieldType == typeof(string));

    /// <summary>Whether an object of the runtime is no more than its fields.</summary>
    public static bool IsPlain(Type type) =>
        type == typeof(Random) || type.DeclaringType == typeof(Random) || typeof(ITuple).IsAssignableFrom(type)
        || IsOneOf(type, PlainGenerics);

    /// <summary>
    /// Whether an object of the runtime holds elements. Queries are no collections: going through one would run the driver's code.
    /// </summary>
    public static bool IsCollection(Type type)
    {
        if (type.Assembly == typeof(Enumerable).Assembly || !typeof(IEnumerable).IsAssignableFrom(type)) return false;
        return typeof(ICollection).IsAssignableFrom(type) || Interfaces(type).Any(i => IsOneOf(i, Collections));
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Of collections that exist, their interfaces do, too.")]
    private static Type[] Interfaces(Type type) => type.GetInterfaces();

    private static bool IsOneOf(Type type, Type[] definitions) =>
        type.IsGenericType && definitions.Contains(type.GetGenericTypeDefinition());
}
