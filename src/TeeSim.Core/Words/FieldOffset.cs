using System.Runtime.CompilerServices;

namespace TeeSim.Core.Words;

/// <summary>Where a field lies in a struct: C's <c>offsetof</c>, for layouts that are generic over the word.</summary>
public static class FieldOffset
{
    /// <summary>Offset in bytes of a field from the start of the struct that it is part of.</summary>
    /// <param name="whole">Any instance.</param>
    /// <param name="field">The field of that instance.</param>
    public static int Of<TStruct, TField>(ref TStruct whole, ref TField field)
        where TStruct : unmanaged
        where TField : unmanaged =>
        (int)Unsafe.ByteOffset(ref Unsafe.As<TStruct, byte>(ref whole), ref Unsafe.As<TField, byte>(ref field));
}
