using TeeSim.Core;

namespace TeeSim.Kernel;

/// <summary>Call sites by which allocations can be told apart; empty where the release has none.</summary>
/// <param name="MobjWithFobj">Objects of pages.</param>
/// <param name="TeeMmAlloc">Entries of page pools.</param>
/// <param name="TeeMmAlloc2">Entries of page pools at fixed addresses.</param>
/// <param name="PseudoTaCtx">Contexts of pseudo TAs.</param>
public sealed record KernelCallSites(CallSite MobjWithFobj, CallSite TeeMmAlloc, CallSite TeeMmAlloc2, CallSite PseudoTaCtx);
