namespace TeeSim.TestSupport.Folders;

/// <summary>Something in a folder of the source uses something in another one.</summary>
/// <param name="From">The folder of the user.</param>
/// <param name="To">The folder of what is used.</param>
/// <param name="Example">A pair of types: <c>Plateau uses ExhaustionWatch</c>.</param>
public sealed record FolderUse(string From, string To, string Example)
{
    public override string ToString() => $"{From} -> {To}: {Example}";
}
