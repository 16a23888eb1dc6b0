using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Calls;

/// <summary>The entry points of a driver as calls of scripts.</summary>
internal static class DriverCalls
{
    private static readonly Parameter[] Labels = [CoreCalls.Panics, CoreCalls.FailAlloc, CoreCalls.Retry];

    /// <summary>
    /// What of a driver's declaration scripts can't have: the first thing, as a sentence without a full stop; null when nothing is wrong.
    /// </summary>
    /// <param name="driver">The driver. Its properties are its own code, and may throw.</param>
    public static string? Problem(IDriverFactory driver)
    {
        if (DriverDeclaration.Problem(driver) is { } wrong) return wrong;
        if (driver.Settings.FirstOrDefault(s => Grammar.Keywords.Contains(s.Name)) is { } setting)
            return $"the setting '{setting.Name}' has the name of a word that starts a line of the language itself";
        HashSet<string> taken = [.. CoreCalls.BeforeDriver.Concat(CoreCalls.BehindDriver).Select(c => c.Name)];
        HashSet<string> labels = [CoreCalls.Session.Name, .. Labels.Select(l => l.Name)];
        foreach (EntryPoint entry in driver.EntryPoints)
        {
            if (taken.Contains(entry.Name)) return $"the entry point '{entry.Name}' has the name of a call of the language itself";
            if (entry.Parameters.FirstOrDefault(p => labels.Contains(p.Name)) is { } parameter)
                return $"the entry point '{entry.Name}' has a parameter '{parameter.Name}', which all calls of drivers have anyway";
        }

        return null;
    }

    /// <summary>The call that enters an entry point.</summary>
    public static CallDefinition Of(EntryPoint entry)
    {
        var parameters = new List<Parameter>();
        if (entry.Context == EntryContext.Session) parameters.Add(CoreCalls.Session);
        parameters.AddRange(entry.Parameters.Select(ParameterOf));
        return new CallDefinition(entry.Name, [.. parameters, .. Labels], entry.Gives is { } given ? TypeOf(given) : null, entry.Summary)
        {
            Traits = CallTraits.OfDriver,
            ClosedBy = entry.ClosedBy,
            Compile = c => BodyOf(c, entry),
        };
    }

    private static ParameterType TypeOf(EntryResult given) => given.IsAddress ? ParameterType.Address : ParameterType.Handle(given.Noun);

    private static Parameter ParameterOf(EntryParameter parameter) => new(parameter.Name, TypeOf(parameter))
    {
        Least = parameter.IsOptional ? 0 : 1,
        NamedOnly = parameter.IsOptional,
        Most = parameter.Most,
        Smallest = parameter.Smallest,
        Largest = parameter.Largest,
        Use = parameter.Type switch
        {
            EntryParameterType.Address => NumberUse.Address,
            EntryParameterType.Size => NumberUse.Size,
            _ => NumberUse.Code,
        },
    };

    private static ParameterType TypeOf(EntryParameter parameter) => parameter.Type switch
    {
        EntryParameterType.Range => ParameterType.Range,
        EntryParameterType.Handle => ParameterType.Handle(parameter.Handle
            ?? throw new ArgumentException($"the handle '{parameter.Name}' has no kind", nameof(parameter))),
        EntryParameterType.Ta => ParameterType.Ta,
        EntryParameterType.SharedBuffer => ParameterType.Shm,
        _ => ParameterType.Number,
    };

    private static CompiledCall.Body BodyOf(CallCompilation c, EntryPoint entry)
    {
        var arguments = new EntryArguments(entry);
        int session = entry.Context == EntryContext.Session ? c.Input(CoreCalls.Session.Name) : -1;
        var changing = new List<(int Position, int Input)>();
        int handle = -1;
        for (int i = 0; i < entry.Parameters.Count; i++)
        {
            EntryParameter parameter = entry.Parameters[i];
            if (c.Call.All(parameter.Name).Count == 0) continue;
            switch (parameter.Type)
            {
                case EntryParameterType.Range:
                    foreach (Core.AddressRange range in c.Ranges(parameter.Name)) arguments.Add(parameter.Name, range);
                    break;
                case EntryParameterType.Ta:
                    arguments.Set(parameter.Name, c.Ta(parameter.Name));
                    break;
                case EntryParameterType.Handle or EntryParameterType.SharedBuffer:
                    int input = c.Input(parameter.Name);
                    changing.Add((i, input));
                    // Given, whatever it will be.
                    arguments.Set(i, 0);
                    if (handle < 0 && parameter.Type == EntryParameterType.Handle) handle = input;
                    break;
                default:
                    arguments.Set(parameter.Name, c.Number(parameter.Name));
                    break;
            }
        }

        uint? panics = c.Panics;
        if (changing.Count == 0) return (world, v) => world.Invoke(c.Process, (uint)v[session].Value, entry, arguments, panics);
        (int Position, int Input)[] set = [.. changing];
        return (world, v) =>
        {
            // Worlds of several threads make the same call at once.
            EntryArguments own = arguments.Copy();
            foreach ((int position, int input) in set) own.Set(position, v[input].Value);
            uint through = session >= 0 ? (uint)v[session].Value : v[handle].Session;
            return world.Invoke(c.Process, through, entry, own, panics);
        };
    }
}
