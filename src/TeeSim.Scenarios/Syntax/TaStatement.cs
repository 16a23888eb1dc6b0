using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary><c>ta NAME UUID FLAG… { … }</c>: a trusted application that sessions can be opened on.</summary>
/// <param name="Position">Of the statement.</param>
/// <param name="Name">The name by which the script speaks of the TA.</param>
/// <param name="Uuid">The TA's UUID.</param>
/// <param name="Flags">Its properties, such as <c>single_instance</c>, in the order written.</param>
/// <param name="Body">The lines of its block and the whole-line comments between them; empty when there is no block.</param>
public sealed record TaStatement(
    SourcePosition Position, Name Name, Guid Uuid, IReadOnlyList<Name> Flags, IReadOnlyList<Statement> Body) : Statement(Position)
{
    /// <summary>The words that lines of the block start with and no others; <c>heap</c> can be one, too.</summary>
    public static IReadOnlyList<string> Lines { get; } = ["region", "segment", "stack", "aslr", "binary"];

    /// <summary>What its binary loads, in the order written; together with <see cref="Regions"/> a contradiction.</summary>
    public IReadOnlyList<SegmentDeclaration> Segments => [.. Body.OfType<SegmentDeclaration>()];

    /// <summary>The regions that the TA has from the start, in the order written.</summary>
    public IReadOnlyList<RegionDeclaration> Regions => [.. Body.OfType<RegionDeclaration>()];

    /// <summary>The comment behind the closing brace; null when there is none.</summary>
    public string? ClosingComment { get; init; }
}

/// <summary><c>region va NUMBER pa NUMBER size NUMBER flags rwxRWX</c>: memory that a TA has mapped from the start.</summary>
/// <param name="Position">Of the statement.</param>
/// <param name="Va">Virtual address.</param>
/// <param name="Pa">Physical address.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Flags">Who may do what with it.</param>
public sealed record RegionDeclaration(SourcePosition Position, Number Va, Number Pa, Number Size, RegionFlags Flags) : Statement(Position);

/// <summary><c>segment at NUMBER size NUMBER flags rwx</c>: a part of a TA's binary that is loaded.</summary>
/// <param name="Position">Of the statement.</param>
/// <param name="At">Where it starts in the TA, in bytes from its base.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Flags">Who may do what: three characters, each a letter in its place or <c>-</c>.</param>
public sealed record SegmentDeclaration(SourcePosition Position, Number At, Number Size, Name Flags) : Statement(Position)
{
    /// <summary>All three rights.</summary>
    public const string AllFlags = "rwx";

    /// <summary>Whether <paramref name="text"/> is three characters, each <c>-</c> or its place's letter.</summary>
    public static bool IsValid(string text) =>
        text.Length == AllFlags.Length && text.Zip(AllFlags).All(c => c.First == '-' || c.First == c.Second);
}

/// <summary><c>stack SIZE [used SIZE]</c>: the stack that a TA declares, and what it has used of it.</summary>
/// <param name="Position">Of the statement.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Used">Bytes; null for none.</param>
public sealed record StackDeclaration(SourcePosition Position, Number Size, Number? Used) : Statement(Position);

/// <summary><c>aslr PAGES</c>: how far a TA is moved in its address space.</summary>
/// <param name="Position">Of the statement.</param>
/// <param name="Pages">Pages kept free in front of its first segment.</param>
public sealed record AslrDeclaration(SourcePosition Position, Number Pages) : Statement(Position);

/// <summary><c>binary SIZE</c>: the file of a TA.</summary>
/// <param name="Position">Of the statement.</param>
/// <param name="Size">Bytes.</param>
public sealed record BinaryDeclaration(SourcePosition Position, Number Size) : Statement(Position);

/// <summary>
/// Access rights as <c>print_mappings</c> prints them: <c>rwx</c> for user mode, then <c>RWX</c> for privileged mode, each a
/// letter in its place or <c>-</c>.
/// </summary>
/// <param name="Text">The six characters, for example <c>rw-RW-</c>.</param>
/// <param name="Position">Of the first character.</param>
public sealed record RegionFlags(string Text, SourcePosition Position)
{
    /// <summary>All six rights: the letter that each place has when the right is given.</summary>
    public const string All = "rwxRWX";

    /// <summary>User mode may read.</summary>
    public bool UserRead => Text[0] != '-';

    /// <summary>User mode may write.</summary>
    public bool UserWrite => Text[1] != '-';

    /// <summary>User mode may execute.</summary>
    public bool UserExecute => Text[2] != '-';

    /// <summary>Privileged mode may read.</summary>
    public bool PrivilegedRead => Text[3] != '-';

    /// <summary>Privileged mode may write.</summary>
    public bool PrivilegedWrite => Text[4] != '-';

    /// <summary>Privileged mode may execute.</summary>
    public bool PrivilegedExecute => Text[5] != '-';

    /// <summary>Whether <paramref name="text"/> is six characters, each <c>-</c> or its place's letter.</summary>
    public static bool IsValid(string text)
    {
        if (text.Length != All.Length) return false;
        for (int i = 0; i < All.Length; i++)
        {
            if (text[i] != '-' && text[i] != All[i]) return false;
        }

        return true;
    }
}
