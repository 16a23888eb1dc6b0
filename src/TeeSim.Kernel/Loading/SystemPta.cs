using TeeSim.Core;
using TeeSim.Core.Words;
using TeeSim.Kernel.TrustedApplications;

namespace TeeSim.Kernel.Loading;

/// <summary>The pseudo TA through which loaders make their requests up to 3.11 (<c>core/pta/system.c</c>).</summary>
internal sealed class SystemPta<TWord>(LoaderRequests<TWord> requests) : PseudoTa where TWord : unmanaged, IWord<TWord>
{
    public static Guid SystemUuid { get; } = new("3a2f8978-5dc0-11e8-9c2d-fa7ae01bbebc");

    public override string Name => "system.pta";

    public override Guid Uuid => SystemUuid;

    public override bool IsConcurrent => true;

    public override TeeResult Open(ulong callerCtx, out ulong userCtx)
    {
        userCtx = 0;
        if (callerCtx == 0) return TeeResult.ACCESS_DENIED;
        userCtx = requests.NewSystemCtx();
        return userCtx == 0 ? TeeResult.OUT_OF_MEMORY : TeeResult.SUCCESS;
    }

    public override void Close(ulong userCtx) => requests.FreeSystemCtx(ref userCtx);
}
