namespace TeeSim.Kernel.Drivers;

/// <summary>What a success of an entry point gives: a value that a name can hold.</summary>
/// <param name="Noun">What it is called: the kind of a handle, or <c>address</c>.</param>
/// <param name="IsAddress">Whether it is an address of the TA that calls.</param>
public sealed record EntryResult(string Noun, bool IsAddress)
{
    /// <summary>An address of the TA that calls.</summary>
    public static EntryResult Address { get; } = new("address", IsAddress: true);

    /// <summary>A handle of a kind.</summary>
    /// <param name="kind">A noun: <c>channel</c>.</param>
    public static EntryResult Handle(string kind) => new(kind, IsAddress: false);
}
