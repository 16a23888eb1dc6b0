using System.Reflection;

namespace TeeSim.Kernel.Drivers.Reflection;

/// <summary>Fields by the names that they have in the source.</summary>
internal static class FieldNames
{
    /// <summary>
    /// Whether only the compiler knows a field or type: what it keeps of lambdas that capture nothing, so that it makes them once.
    /// </summary>
    public static bool IsLambdaCache(MemberInfo member) =>
        member.Name is "<>c" or "<>O" || StartsWith(member, "<>9") || StartsWith(member, "<>c`");

    /// <summary>
    /// <c>OwnRecords._count</c>; a property by its own name, and what a lambda has captured by the type that the lambda stands in.
    /// </summary>
    public static string Of(FieldInfo field)
    {
        Type type = field.DeclaringType!;
        while (type.Name.StartsWith('<') && type.DeclaringType is { } outer) type = outer;
        return $"{WithoutArity(type.Name)}.{InSource(field.Name)}";
    }

    // <Count>k__BackingField of a property, <core>P of a parameter of the type itself, <>4__this of a captured object.
    private static string InSource(string name)
    {
        int end = name.IndexOf('>', StringComparison.Ordinal);
        return name.StartsWith('<') && end > 1 ? name[1..end] : name;
    }

    private static string WithoutArity(string name) =>
        name.IndexOf('`', StringComparison.Ordinal) is var tick and > 0 ? name[..tick] : name;

    private static bool StartsWith(MemberInfo member, string start) => member.Name.StartsWith(start, StringComparison.Ordinal);
}
