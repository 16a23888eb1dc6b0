namespace TeeSim.PlantedBugs;

/// <summary>What somebody who judges a driver has to find.</summary>
public enum ExpectedFinding
{
    /// <summary>Nothing: whatever looks wrong is not.</summary>
    None,

    /// <summary>Memory, a region or an object that no call of anybody will give back.</summary>
    Leak,

    /// <summary>A channel that is open and that nobody can close any more.</summary>
    UnreachableHandle,

    /// <summary>A call never returns.</summary>
    Hang,

    /// <summary>The core stops.</summary>
    CorePanic,

    /// <summary>The driver uses what it has freed, given back, or been told the end of.</summary>
    UseAfterFree,

    /// <summary>Calls that are made at the same time can wait for each other for ever, though none hangs that is made alone.</summary>
    Deadlock,

    /// <summary>Something becomes more for ever, though somebody owns it.</summary>
    Growth,

    /// <summary>A call returns what it must not.</summary>
    WrongResult,

    /// <summary>The driver's C# throws an exception.</summary>
    DriverFault,

    /// <summary>The driver remembers something outside of the simulated memory.</summary>
    StateOutside,

    /// <summary>What the driver does depends on where memory happens to lie.</summary>
    DependsOnAddresses,
}

/// <summary>What may happen beyond the calls of a script.</summary>
[Flags]
public enum ExpectedFaults
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Any process dies at any point (<c>--kill</c>).</summary>
    Kill = 1,

    /// <summary>Any allocation fails (<c>--fail-alloc</c>).</summary>
    FailAlloc = 2,
}
