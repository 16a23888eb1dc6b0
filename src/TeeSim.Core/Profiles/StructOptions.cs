namespace TeeSim.Core.Profiles;

/// <summary>What changed in structs between releases and builds.</summary>
/// <param name="SessionLockThreadIsInt">
/// <c>tee_ta_session.lock_thread</c> is an <c>int</c> (3.6 to 3.9: the session has 88 bytes on ILP32) instead of a <c>short</c> (3.10: 84).
/// </param>
/// <param name="Vfp">User contexts hold saved VFP registers: a <c>user_ta_ctx</c> has 408 bytes on ILP32 instead of 132.</param>
public sealed record StructOptions(bool SessionLockThreadIsInt = false, bool Vfp = true);
