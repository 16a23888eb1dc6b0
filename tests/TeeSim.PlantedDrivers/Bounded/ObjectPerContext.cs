using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Bounded;

/// <summary>Creates <see cref="ObjectPerContext"/>.</summary>
public sealed class ObjectPerContextFactory()
    : PlantedFactory("object-per-context", (core, options) => new ObjectPerContext(core, options));

/// <summary>Right: each context has an object from its first map on, which goes when the context ends.</summary>
public sealed class ObjectPerContext : Reference
{
    private const int Owner = 2, Count = 3;

    private static readonly SourceSite ObjectSite = new("planted.c", 90, "input_buf_map");

    private readonly DriverList _objects;

    public ObjectPerContext(ITeeCore core, TvpOptions options)
        : base(core, options)
    {
        _objects = new DriverList(core, Statics(DriverList.Words));
        _objects.Init();
    }

    public override void ContextEnds(ulong context)
    {
        base.ContextEnds(context);
        ulong ended = Of(context);
        if (ended == 0) return;
        _objects.Remove(ended);
        Core.Free(ended);
    }

    protected override void Mapped(ulong map)
    {
        ulong its = Of(Core.CurrentContext);
        if (its == 0)
        {
            its = Core.CallocWords(4, ObjectSite);
            if (its == 0) return;
            SetWord(its, Owner, Core.CurrentContext);
            _objects.InsertTail(its);
        }

        SetWord(its, Count, Word(its, Count) + 1);
    }

    private ulong Of(ulong context) => _objects.Elements.FirstOrDefault(o => Word(o, Owner) == context);
}
