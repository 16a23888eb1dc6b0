using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Bounded;

/// <summary>Creates <see cref="FreeListOfFour"/>.</summary>
public sealed class FreeListOfFourFactory() : PlantedFactory("free-list-of-four", (core, options) => new FreeListOfFour(core, options));

/// <summary>Right: up to four records that were freed are kept, and used again before new ones are allocated.</summary>
public class FreeListOfFour : Reference
{
    protected const int Most = 4;

    public FreeListOfFour(ITeeCore core, TvpOptions options)
        : base(core, options)
    {
        Kept = new DriverList(core, Statics(DriverList.Words));
        Kept.Init();
    }

    protected DriverList Kept { get; }

    /// <summary>How many have to be kept before one is used again.</summary>
    protected virtual int Fewest => 1;

    protected override ulong NewMap()
    {
        if (Kept.Elements.Count() < Fewest) return base.NewMap();
        ulong map = Kept.Elements.First();
        Kept.Remove(map);
        for (int i = 0; i < MapWords; i++) SetWord(map, i, 0);
        return map;
    }

    protected override void FreeMap(ulong map)
    {
        if (Kept.Elements.Count() < Most) Kept.InsertTail(map);
        else Core.Free(map);
    }
}
