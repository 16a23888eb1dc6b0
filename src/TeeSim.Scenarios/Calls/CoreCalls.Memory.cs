namespace TeeSim.Scenarios.Calls;

/// <summary>Memory that processes share, and memory that TAs map for themselves.</summary>
internal static partial class CoreCalls
{
    private static IEnumerable<CallDefinition> SharedMemory() =>
    [
        new(
            "register_shm", [Size with { Largest = LargestBuffer }, FailAlloc], ParameterType.Shm,
            "Shares memory of the process with the TEE")
        {
            ClosedBy = "release_shm",
            Compile = c =>
            {
                ulong size = c.Number(Size.Name);
                return (world, _) => world.RegisterShm(c.Process, size);
            },
        },
        new("release_shm", [new("buffer", ParameterType.Shm), FailAlloc], null, "Takes it back")
        {
            Compile = c =>
            {
                int buffer = c.Input("buffer");
                return (world, v) => world.ReleaseShm(c.Process, v[buffer].Value);
            },
        },
    ];

    private static IEnumerable<CallDefinition> HeldMemory() =>
    [
        new("hold",
            [
                new("bytes", ParameterType.Number) { Smallest = 1, Largest = LargestBuffer, Use = NumberUse.Size },
                new("site", ParameterType.Site),
                FailAlloc,
            ],
            ParameterType.Held,
            "Lets a part of the core that is not modelled take heap memory, which the device log lists under this call site")
        {
            Traits = CallTraits.Background,
            ClosedBy = "drop",
            Compile = c =>
            {
                (ulong bytes, Core.SourceSite site) = (c.Number("bytes"), c.Site("site"));
                return (world, _) => world.Hold(c.Process, bytes, site);
            },
        },
        new("drop", [new("block", ParameterType.Held)], null, "Lets it give that memory back")
        {
            Traits = CallTraits.Background,
            Compile = c =>
            {
                int block = c.Input("block");
                return (world, v) => world.Drop(c.Process, v[block].Value);
            },
        },
    ];

    private static IEnumerable<CallDefinition> LoaderMemory() =>
    [
        new("map_zi", [Session, Size, Panics, FailAlloc, Retry], ParameterType.Address,
            "Lets the TA of a session map zeroed memory, as a loader does")
        {
            ClosedBy = "unmap_zi",
            Compile = c =>
            {
                (int session, ulong size, uint? panics) = (c.Input(Session.Name), c.Number(Size.Name), c.Panics);
                return (world, v) => world.MapZi(c.Process, (uint)v[session].Value, size, panics);
            },
        },
        new("remap", [Session, Va, Size, new("to", ParameterType.Number) { Use = NumberUse.Address }, Panics, FailAlloc, Retry], null,
            "Lets it move such a mapping to another address")
        {
            Traits = CallTraits.Moves,
            Compile = c =>
            {
                (int session, int va, ulong size, ulong to, uint? panics) =
                    (c.Input(Session.Name), c.Input(Va.Name), c.Number(Size.Name), c.Number("to"), c.Panics);
                return (world, v) => world.Remap(c.Process, (uint)v[session].Value, v[va].Value, size, to, panics);
            },
        },
        new("unmap_zi", [Session, Va, Size, Panics, FailAlloc, Retry], null, "Lets it unmap it")
        {
            Traits = CallTraits.ClosesPart,
            Compile = c =>
            {
                (int session, int va, ulong size, uint? panics) = (c.Input(Session.Name), c.Input(Va.Name), c.Number(Size.Name), c.Panics);
                return (world, v) => world.UnmapZi(c.Process, (uint)v[session].Value, v[va].Value, size, panics);
            },
        },
    ];
}
