using TeeSim.Core;
using TeeSim.Core.Events;

namespace TeeSim.Bget.Malloc;

internal sealed partial class MallocContext<TWord>
{
    public override ulong Malloc(ulong size, CallSite site)
    {
        long sum = Sum(size, FooterSize(size));
        ulong buf = IsMadeToFail() || sum < 0 ? 0 : _poolset.Bget(sum);
        return Finish(buf, size, site);
    }

    public override ulong Calloc(ulong count, ulong size, CallSite site)
    {
        ulong high = Math.BigMul(count, size, out ulong product);
        ulong wrapped = product & TWord.Mask;
        long sum = high != 0 ? -1 : Sum(product, FooterSize(wrapped));
        ulong buf = IsMadeToFail() || sum < 0 ? 0 : _poolset.Bgetz(sum);
        return Finish(buf, wrapped, site);
    }

    public override ulong Memalign(ulong alignment, ulong size, CallSite site)
    {
        if (!_options.AlignedPlacement) throw new NotSupportedException("memalign exists from 3.12 on");
        // Returns in front of the hook: nothing is counted.
        if (!ulong.IsPow2(alignment)) return 0;
        long sum = Sum(size, FooterSize(size));
        ulong buf = IsMadeToFail() || sum < 0 ? 0 : _poolset.Bget(sum, alignment, _hdr);
        return Finish(buf, size, site);
    }

    public override ulong Realloc(ulong payload, ulong size, CallSite site)
    {
        if (_mdbg && payload != 0) AssertHeader(payload);
        long sum = Sum(size, FooterSize(size));
        ulong buf = IsMadeToFail() || sum < 0 ? 0 : _poolset.Bgetr(payload == 0 ? 0 : payload - (ulong)_hdr, sum);
        if (buf != 0 && payload != 0) _events.Publish(TeeEventKind.Freed, payload);
        return Finish(buf, size, site);
    }

    // Asked once for each request that the statistics hook sees, in front of the search: a failure leaves the blocks alone in any case.
    private bool IsMadeToFail() => FailAllocation != 0 && --FailAllocation == 0;

    /// <summary>The statistics hook, then the debug header and footer.</summary>
    private ulong Finish(ulong buf, ulong requested, CallSite site)
    {
        AccountFor(buf, requested, site);
        if (buf == 0) return 0;
        ulong payload = buf + (ulong)_hdr;
        if (_mdbg) WriteMdbg(payload, requested, site);
        _events.Publish(TeeEventKind.Allocated, payload, requested, 0, site);
        return payload;
    }
}
