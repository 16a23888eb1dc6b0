using TeeSim.Core;

namespace TeeSim.Kernel.TrustedApplications;

/// <summary>What loads TAs.</summary>
internal interface ITaLoader
{
    /// <summary>Maps the loader into a new context, which is the current one (<c>load_ldelf</c>).</summary>
    /// <param name="context">The <c>user_mode_ctx</c>.</param>
    /// <param name="userTaCtx">The <c>user_ta_ctx</c> around it.</param>
    TeeResult LoadLdelf(ulong context, ulong userTaCtx);

    /// <summary>Runs the loader in a context that is the current one.</summary>
    /// <param name="ctx">The TA's <c>tee_ta_ctx</c>.</param>
    /// <param name="uuid">The TA.</param>
    /// <param name="image">Its binary; null when the normal world has none.</param>
    /// <returns>
    /// Success; or why the TA can't be loaded: <c>ITEM_NOT_FOUND</c>, <c>OUT_OF_MEMORY</c>, <c>ACCESS_CONFLICT</c>
    /// without room in its address space.
    /// </returns>
    TeeResult Run(ulong ctx, Guid uuid, TaImage? image);
}
