namespace TeeSim.Kernel.Drivers;

/// <summary>A call that a driver offers to the TAs of its clients.</summary>
/// <param name="Name">Its name in scripts: a letter, then letters, digits and <c>_</c>.</param>
/// <param name="Summary">What it does, one sentence without a full stop.</param>
/// <param name="Parameters">
/// What it takes, in the order in which arguments without a label are taken. A session that it runs in is none of them.
/// </param>
public sealed record EntryPoint(string Name, string Summary, IReadOnlyList<EntryParameter> Parameters)
{
    /// <summary>In whose context it runs.</summary>
    public EntryContext Context { get; init; }

    /// <summary>What a success gives; null for nothing.</summary>
    public EntryResult? Gives { get; init; }

    /// <summary>
    /// The entry point that takes back what a success of this one gave: its parameters get the arguments of the same names, and a parameter
    /// of the given handle's kind gets the result. Null when there is nothing to take back.
    /// </summary>
    public string? ClosedBy { get; init; }

    /// <summary>The function of the driver, as panics and messages name it; by default <see cref="Name"/>.</summary>
    public string Function
    {
        get => field ?? Name;
        init;
    }

    /// <summary>The position of a parameter, or -1.</summary>
    /// <param name="parameter">Its name.</param>
    public int PositionOf(string parameter)
    {
        for (int i = 0; i < Parameters.Count; i++)
        {
            if (Parameters[i].Name == parameter) return i;
        }

        return -1;
    }
}
