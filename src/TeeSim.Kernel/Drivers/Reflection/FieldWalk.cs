using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace TeeSim.Kernel.Drivers.Reflection;

/// <summary>Goes from a driver through all that it reaches of its own, always in the same order, and writes down what is there.</summary>
/// <param name="own">The driver's assembly.</param>
internal sealed class FieldWalk(Assembly own)
{
    private const int MostValues = 20_000;
    private const int MostElements = 1_000;
    private const int Deepest = 32;
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly List<FieldValue> _values = [];
    private readonly Dictionary<object, int> _seen = new(ReferenceEqualityComparer.Instance);
    private int _depth;

    /// <summary>What was found.</summary>
    public IReadOnlyList<FieldValue> Values => _values;

    /// <summary>The fields of an object, those of its base types first.</summary>
    public void VisitObject(object instance)
    {
        _seen.TryAdd(instance, _seen.Count);
        VisitFields(instance, instance.GetType());
    }

    /// <summary>The static fields of the driver's assembly. Those that can't change are passed over.</summary>
    public void VisitStatics()
    {
        foreach (Type type in Types())
        {
            if (type.ContainsGenericParameters || FieldNames.IsLambdaCache(type)) continue;
            foreach (FieldInfo field in FieldsOf(type, BindingFlags.Static))
            {
                if (!field.IsLiteral && !FieldKinds.IsFixed(field) && TryRead(field, null, out object? value))
                    Visit(FieldNames.Of(field), value);
            }
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The types are the driver's own, which nobody trims.")]
    private IEnumerable<Type> Types()
    {
        try
        {
            return own.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            return e.Types.OfType<Type>();
        }
    }

    private void VisitFields(object instance, Type type)
    {
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType)) VisitFields(instance, parent);
        foreach (FieldInfo field in FieldsOf(type, BindingFlags.Instance))
        {
            if (TryRead(field, instance, out object? value)) Visit(FieldNames.Of(field), value);
        }
    }

    private void Visit(string field, object? value)
    {
        if (_values.Count >= MostValues) return;
        if (value is null || value is string || value.GetType() is { IsPrimitive: true } or { IsEnum: true })
        {
            Add(field, value);
            return;
        }

        Type type = value.GetType();
        if (!type.IsValueType && !_seen.TryAdd(value, _seen.Count))
        {
            Add(field, $"object {_seen[value]}");
            return;
        }

        if (_depth == Deepest) return;
        _depth++;
        VisitInside(field, value, type);
        _depth--;
    }

    private void VisitInside(string field, object value, Type type)
    {
        if (value is Array array) VisitArray(field, array);
        else if (value is Delegate function) VisitTarget(field, function);
        else if (value is StringBuilder text) Add(field, text.ToString());
        else if (type.Assembly == own) VisitOwn(field, value, type);
        else if (ModelAssemblies.Contains(type.Assembly)) Add(field, type.IsValueType ? value : new Identity(value));
        else if (type.IsValueType || FieldKinds.IsPlain(type)) VisitFieldsAs(field, value, type);
        else if (FieldKinds.IsCollection(type)) VisitElements(field, (IEnumerable)value);
        else Add(field, new Identity(value));
    }

    // Its fields have names of their own.
    private void VisitOwn(string field, object value, Type type)
    {
        Add(field, type);
        VisitFields(value, type);
    }

    // Nobody knows the fields of the runtime's types: what changes is the field that holds them.
    private void VisitFieldsAs(string field, object value, Type type)
    {
        foreach (FieldInfo inner in FieldsOf(type, BindingFlags.Instance))
        {
            if (TryRead(inner, value, out object? content)) Visit(field, content);
        }
    }

    private void VisitArray(string field, Array array)
    {
        Add(field, array.Length);
        if (array.GetType().GetElementType() is { IsPrimitive: true })
        {
            ref byte first = ref MemoryMarshal.GetArrayDataReference(array);
            Add(field, XxHash3.HashToUInt64(MemoryMarshal.CreateReadOnlySpan(ref first, Buffer.ByteLength(array))));
            return;
        }

        VisitAll(field, array);
    }

    private void VisitElements(string field, IEnumerable elements)
    {
        int at = _values.Count;
        Add(field, 0);
        int count = VisitAll(field, elements);
        // In front of its elements, so that one more is a change of the collection.
        if (at < _values.Count) _values[at] = new FieldValue(field, count);
    }

    // What can't all be looked at is counted all the same.
    private int VisitAll(string field, IEnumerable elements)
    {
        int count = 0;
        foreach (object? element in elements)
        {
            if (count++ < MostElements) Visit(field, element);
        }

        return count;
    }

    // What a lambda has captured is state like any other.
    private void VisitTarget(string field, Delegate function)
    {
        Add(field, function.Method);
        if (function.Target is { } target && !FieldNames.IsLambdaCache(target.GetType())) Visit(field, target);
    }

    private void Add(string field, object? value)
    {
        if (_values.Count < MostValues) _values.Add(new FieldValue(field, value));
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Of what a driver holds nobody trims the fields.")]
    private static IEnumerable<FieldInfo> FieldsOf(Type type, BindingFlags kind) => type.GetFields(Declared | kind)
        .Where(f => !FieldNames.IsLambdaCache(f) && !f.FieldType.IsPointer && !f.FieldType.IsFunctionPointer);

    // Reading a field may run the initializer of its type, which is the driver's code.
    private static bool TryRead(FieldInfo field, object? instance, out object? value)
    {
        value = null;
        try
        {
            value = field.GetValue(instance);
            return true;
        }
        catch (Exception e) when (e is TargetInvocationException or TypeInitializationException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>An object that is only told apart from another one.</summary>
    private sealed class Identity(object of)
    {
        private readonly object _of = of;

        public override bool Equals(object? other) => other is Identity identity && ReferenceEquals(_of, identity._of);

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(_of);
    }
}
