using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Crypto;

/// <summary>What the crypto drivers offer: operations that keep their state in the core, as those of the TEE's own crypto API do.</summary>
public static class CryptoEntryPoints
{
    /// <summary>The kind of handle that an operation is.</summary>
    public const string OperationKind = "operation";

    private static readonly EntryParameter Operation = new("operation", EntryParameterType.Handle) { Handle = OperationKind };

    /// <summary>Allocates an operation.</summary>
    public static EntryPoint Allocate { get; } = new(
        "allocate",
        "Allocates an operation with a context of so many bytes",
        [new("size", EntryParameterType.Size) { Smallest = 1, Largest = 64 << 20 }])
    {
        Gives = EntryResult.Handle(OperationKind),
        ClosedBy = "final",
        Function = "crypto_pta_allocate",
    };

    /// <summary>Feeds it.</summary>
    public static EntryPoint Update { get; } = new(
        "update", "Feeds so many bytes to an operation", [Operation, new("bytes", EntryParameterType.Size) { Largest = uint.MaxValue }])
    {
        Context = EntryContext.Handle,
        Function = "crypto_pta_update",
    };

    /// <summary>Ends it.</summary>
    public static EntryPoint Final { get; } = new("final", "Ends an operation, and frees it", [Operation])
    {
        Context = EntryContext.Handle,
        Function = "crypto_pta_final",
    };

    /// <summary>All of them, in the order in which guides list them.</summary>
    public static IReadOnlyList<EntryPoint> All { get; } = [Allocate, Update, Final];
}
