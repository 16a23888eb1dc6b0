using System.Diagnostics.CodeAnalysis;

namespace TeeSim.Kernel.Services;

/// <summary>
/// The calling thread waits for something that never comes: it never returns to the normal world, while the rest of the core goes on. An
/// outcome of the model, caught where the call came in.
/// </summary>
[SuppressMessage("Design", "CA1032", Justification = "A hang without what is waited for is not a hang of the model.")]
internal sealed class CallHangsException(string function, string what) : Exception($"{function} waits for ever: {what}");
