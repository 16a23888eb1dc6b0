namespace TeeSim.Core.Profiles;

/// <summary>What changed in structs between releases and builds.</summary>
/// <param name="SessionLockThreadIsInt">
/// <c>tee_ta_session.lock_thread</c> is an <c>int</c> (3.6 to 3.9: the session has 88 bytes on ILP32) instead of a <c>short</c> (3.10: 84).
/// </param>
/// <param name="Vfp">User contexts hold saved VFP registers: a <c>user_ta_ctx</c> has 408 bytes on ILP32 instead of 132.</param>
/// <param name="SessionAdded">Fields that a session has besides those of 3.10 (3.12 on: 96 bytes on ILP32, 152 on LP64).</param>
/// <param name="UserTaCtxAdded">
/// Fields that a <c>user_ta_ctx</c> has besides those of 3.10 (4.10: 152 or 432 bytes on ILP32, 800 on LP64).
/// </param>
public sealed record StructOptions(
    bool SessionLockThreadIsInt = false, bool Vfp = true, AddedFields SessionAdded = default, AddedFields UserTaCtxAdded = default);

/// <summary>Fields that a later release added to a struct and that the model does not look at: they take room, and stay zero.</summary>
/// <param name="Words">Pointers and longs.</param>
/// <param name="Ints">32-bit fields.</param>
public readonly record struct AddedFields(int Words = 0, int Ints = 0)
{
    /// <summary>Bytes of the fields.</summary>
    /// <param name="wordSize">Bytes of a pointer.</param>
    public int Bytes(int wordSize) => (Words * wordSize) + (Ints * sizeof(uint));
}
