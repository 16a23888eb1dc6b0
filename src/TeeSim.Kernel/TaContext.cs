namespace TeeSim.Kernel;

/// <summary>A TA's context.</summary>
/// <param name="Uuid">The TA.</param>
/// <param name="Address">Its <c>user_ta_ctx</c> on the heap.</param>
/// <param name="UserModeCtx">Its <c>user_mode_ctx</c>, which starts with the <c>vm_info</c>.</param>
/// <param name="Sessions">How many sessions it has.</param>
public readonly record struct TaContext(Guid Uuid, ulong Address, ulong UserModeCtx, uint Sessions);
