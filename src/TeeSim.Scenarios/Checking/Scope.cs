using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.States;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Checking;

/// <summary>What a name means.</summary>
/// <param name="Type">What it holds; null after a call that is wrong, when it may be anything.</param>
/// <param name="Position">Where it got its meaning.</param>
/// <param name="IsFromState">Whether the script has it from the state that it goes on from; then it has no position.</param>
internal sealed record Definition(ParameterType? Type, SourcePosition Position, bool IsFromState = false);

/// <summary>What the names mean at one place of a script: TAs, and results of the calls above it.</summary>
internal sealed class Scope
{
    private readonly Dictionary<string, Definition> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, TaStatement> _uuids = [];
    private readonly Dictionary<string, SourcePosition> _everywhere = new(StringComparer.Ordinal);

    /// <param name="statements">The whole script, so that a use before the definition can be told from an unknown name.</param>
    /// <param name="earlier">What has a meaning from the start.</param>
    public Scope(IReadOnlyList<Statement> statements, IReadOnlyList<NamedResult> earlier)
    {
        Remember(statements);
        foreach (NamedResult name in earlier) _known.TryAdd(name.Name, new Definition(name.Type, default, IsFromState: true));
    }

    /// <summary>The names of one type that are known so far, in file order.</summary>
    public IEnumerable<string> NamesOf(ParameterType type) => _known.Where(known => known.Value.Type == type).Select(known => known.Key);

    /// <summary>What a name means, or null when it means nothing yet.</summary>
    public Definition? Find(string name) => _known.GetValueOrDefault(name);

    /// <summary>The TA that has this UUID so far, or null.</summary>
    public TaStatement? FindTa(Guid uuid) => _uuids.GetValueOrDefault(uuid);

    /// <summary>Where a name that means nothing yet gets a meaning further down, or null.</summary>
    public SourcePosition? FindLater(string name) => _everywhere.TryGetValue(name, out SourcePosition position) ? position : null;

    public void Add(TaStatement ta)
    {
        _known.TryAdd(ta.Name.Text, new Definition(ParameterType.Ta, ta.Position));
        _uuids.TryAdd(ta.Uuid, ta);
    }

    public void Add(Name result, ParameterType? type) => _known.TryAdd(result.Text, new Definition(type, result.Position));

    private void Remember(IReadOnlyList<Statement> statements)
    {
        foreach (Statement statement in statements)
        {
            if (statement is RepeatStatement repeat) Remember(repeat.Body);
            else if (statement is TaStatement ta) _everywhere.TryAdd(ta.Name.Text, ta.Position);
            else if (statement is CallStatement call)
            {
                if (call.Result is { } result) _everywhere.TryAdd(result.Text, result.Position);
                Remember(call.Body);
            }
        }
    }
}
