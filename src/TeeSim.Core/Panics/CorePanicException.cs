using System.Diagnostics.CodeAnalysis;

namespace TeeSim.Core.Panics;

/// <summary>
/// The modelled core has stopped: an assertion failed, <c>panic()</c> was called, memory that is not there was touched, or a loop
/// of the core would never end. It is an outcome of the model, caught where a call enters the secure world, never a bug of TeeSim.
/// What the core had written before it stopped stays in the simulated memory.
/// </summary>
[SuppressMessage("Design", "CA1032", Justification = "A panic without its kind and place is not a panic of the model.")]
public sealed class CorePanicException : Exception
{
    /// <summary>Creates the panic.</summary>
    /// <param name="kind">What kind of stop it is.</param>
    /// <param name="what">The assertion's condition or the panic's message.</param>
    /// <param name="site">Where in OP-TEE's source the check stands.</param>
    /// <param name="address">The simulated address it is about; 0 when it is about none.</param>
    public CorePanicException(CorePanicKind kind, string what, SourceSite site, ulong address)
    {
        Kind = kind;
        What = what;
        Site = site;
        Address = address;
    }

    /// <summary>What kind of stop it is.</summary>
    public CorePanicKind Kind { get; }

    /// <summary>The assertion's condition in the specification's words, or the panic's message.</summary>
    public string What { get; }

    /// <summary>File, line and function of the check in the release that is modelled.</summary>
    public SourceSite Site { get; }

    /// <summary>The simulated address that the check was about (a block, a header, an object), or 0.</summary>
    public ulong Address { get; }

    /// <summary>One line for people: what happened, where, at which address.</summary>
    public override string Message => Kind switch
    {
        CorePanicKind.Assertion => $"assertion '{What}' failed at {Site}, address 0x{Address:x}",
        CorePanicKind.Panic => $"Panic '{What}' at {Site}",
        CorePanicKind.DataAbort => $"data abort in {Site.Function}: {What}, address 0x{Address:x}",
        CorePanicKind.UseAfterFree => $"use after free in {Site.Function}: {What}, address 0x{Address:x}",
        CorePanicKind.ForeignMemory => $"foreign memory used in {Site.Function}: {What}, address 0x{Address:x}",
        _ => $"the core hangs in {Site.Function}: {What}, address 0x{Address:x}",
    };
}
