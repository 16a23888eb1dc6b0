using TeeSim.Core;
using TeeSim.Core.Lists;
using TeeSim.Core.Panics;

namespace TeeSim.Mmu.UserSpace;

internal sealed partial class TeeMmu<TWord>
{
    /// <summary>From the first region of a context to the last; a list that damage has bent into a circle is a modelled hang.</summary>
    private Walk Regionwise(ulong context) => new(List(context), _env.Heap.Stats.Size / (ulong)VmRegion<TWord>.LinkOffset);

    /// <summary>Goes from region to region, at most as often as the heap has room for regions.</summary>
    private struct Walk(TailQueue<TWord> list, ulong mostRegions)
    {
        private ulong _left = mostRegions;

        public readonly ulong First => list.First;

        public ulong Next(ulong region)
        {
            Count(region);
            return list.Next(region);
        }

        /// <summary>Counts a step that is not made along the list.</summary>
        public void Count(ulong region)
        {
            if (_left-- == 0)
            {
                throw new CorePanicException(
                    CorePanicKind.Hang, "the list of regions runs in a circle", new SourceSite(TeeMmuFile, 0, "TAILQ_FOREACH"), region);
            }
        }
    }
}
