using TeeSim.Core;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Calls;

/// <summary>One call while it is worked out: what it was given, and which results of other calls it uses.</summary>
/// <param name="call">The call.</param>
/// <param name="tas">The TAs of the scenario.</param>
/// <param name="print">Is given the lines that a program of the normal world prints; null when nobody wants them.</param>
internal sealed class CallCompilation(BoundCall call, IReadOnlyList<TaDefinition> tas, Action<string>? print)
{
    private readonly List<string> _inputs = [];
    private readonly List<ParameterKind> _kinds = [];

    /// <summary>Who makes it.</summary>
    public string Process => call.Call.Process.Text;

    /// <summary>What it was given.</summary>
    public BoundCall Call => call;

    /// <summary>Is given the lines that a program of the normal world prints; null when nobody wants them.</summary>
    public Action<string>? Print => print;

    /// <summary>The names of results that it uses, in the order in which they were asked for.</summary>
    public IReadOnlyList<string> Inputs => _inputs;

    /// <summary>What kind of result each of them is.</summary>
    public IReadOnlyList<ParameterKind> Kinds => _kinds;

    /// <summary>The code with which the TA panics instead; null when it doesn't.</summary>
    public uint? Panics => (uint?)Optional(CoreCalls.Panics.Name);

    /// <summary>What the TA is to do, which no script could leave to its code.</summary>
    public TaReply Reply
    {
        get
        {
            TeeResult result = call.Definition.Find(CoreCalls.Returns.Name) is not null && call.Name(CoreCalls.Returns.Name) is { } name
                ? Enum.Parse<TeeResult>(name.Text)
                : TeeResult.SUCCESS;
            return new TaReply(result, Panics);
        }
    }

    /// <summary>As whom it is made.</summary>
    public ClientIdentity Client =>
        call.Number(CoreCalls.User.Name) is { } user ? ClientIdentities.User((uint)user) : ClientIdentities.Public;

    /// <summary>The place among the inputs of the result that is given for a parameter.</summary>
    public int Input(string parameter) => Add(call.Name(parameter)!, call.Definition.Find(parameter)!.Type.Kind);

    /// <summary>The same for a parameter that can be given several times.</summary>
    public int[] InputsOf(string parameter) =>
        [.. call.All(parameter).Cast<NameValue>().Select(name => Add(name.Name, call.Definition.Find(parameter)!.Type.Kind))];

    /// <summary>A number that must be given.</summary>
    public ulong Number(string parameter) => call.Number(parameter)!.Value;

    /// <summary>A number that may have been left out, or that the call does not know.</summary>
    public ulong? Optional(string parameter) => call.Definition.Find(parameter) is null ? null : call.Number(parameter);

    /// <summary>The TA that is named for a parameter.</summary>
    public Guid Ta(string parameter) => TaOf(call.Name(parameter)!.Text);

    /// <summary>The TA of a name.</summary>
    public Guid TaOf(string name) => tas.First(t => t.Name == name).Uuid;

    /// <summary>The place that is given for a parameter. A script says nothing of its function.</summary>
    public SourceSite Site(string parameter) => SiteOf(call.Site(parameter)!);

    /// <summary>A place as the core knows it.</summary>
    public static SourceSite SiteOf(SiteReference site) => new(site.File, site.Line, "");

    /// <summary>The ranges given for a parameter.</summary>
    public AddressRange[] Ranges(string parameter) => [.. call.All(parameter).Cast<RangeValue>().Select(RangeOf)];

    /// <summary>The sizes given for a parameter.</summary>
    public ulong[] Sizes(string parameter) => [.. call.All(parameter).Cast<NumberValue>().Select(size => size.Number.Value)];

    /// <summary>A range as the core knows it.</summary>
    public static AddressRange RangeOf(RangeValue range) => new(range.Base.Value, range.Size.Value);

    private int Add(Name name, ParameterKind kind)
    {
        _inputs.Add(name.Text);
        _kinds.Add(kind);
        return _inputs.Count - 1;
    }
}
