using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;
using TeeSim.Kernel.Structs;

namespace TeeSim.Kernel.Services;

/// <summary>What of the services depends on the target's word: the static variables, and where things lie in a TA's context.</summary>
/// <param name="profile">The target.</param>
/// <param name="memory">The simulated memory.</param>
/// <param name="statics">The static memory; it starts with a <see cref="CoreStatics{TWord}"/>.</param>
internal sealed class CoreServices<TWord>(TargetProfile profile, SimulatedMemory memory, StaticArea statics)
    : CoreServices(profile, memory, statics) where TWord : unmanaged, IWord<TWord>
{
    private readonly StaticVariable<CoreStatics<TWord>> _staticVariables = memory.Static<CoreStatics<TWord>>(statics.Start);

    public UserTaLayout<TWord> UserTaLayout { get; } = new(profile.Structs);

    public ref CoreStatics<TWord> StaticVariables => ref _staticVariables.Write();

    public ulong AddressOfTeeCtxes => StaticArea.Start + CoreStatics<TWord>.Offsets.TeeCtxes;

    public ulong AddressOfTeeOpenSessions => StaticArea.Start + CoreStatics<TWord>.Offsets.TeeOpenSessions;

    public ulong AddressOfHeld => StaticArea.Start + CoreStatics<TWord>.Offsets.Held;

    /// <summary>The <c>user_ta_ctx</c> around a <c>tee_ta_ctx</c>.</summary>
    public ulong UserTaCtxOf(ulong ctx) => ctx - UserTaLayout.Ctx;

    /// <summary>The <c>user_mode_ctx</c> beside a <c>tee_ta_ctx</c>.</summary>
    public ulong UserModeCtxOf(ulong ctx) => ctx - UserTaLayout.Ctx + UserTaLayout.UserModeCtx;

    /// <summary>The <c>tee_ta_ctx</c> beside a <c>user_mode_ctx</c>.</summary>
    public ulong TeeTaCtxOf(ulong context) => context - UserTaLayout.UserModeCtx + UserTaLayout.Ctx;
}
