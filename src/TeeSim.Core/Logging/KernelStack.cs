using System.Globalization;
using System.Text;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;

namespace TeeSim.Core.Logging;

/// <summary>
/// The functions that the core is in, for the call stack behind <c>print_oom</c> and panics (<c>print_kernel_stack</c>). The model runs no
/// machine code, so return addresses are made up: one place behind the load address for each function, the same in every run.
/// </summary>
/// <param name="loadAddress">Where the core is loaded.</param>
/// <param name="abi">Decides the width of the addresses.</param>
/// <param name="padded">Upstream starts these lines with a blank.</param>
/// <param name="strings">Knows which function a call site is in.</param>
public sealed class KernelStack(ulong loadAddress, Abi abi, bool padded, StringTable strings)
{
    private const int Deepest = 64;
    private const ulong TextStart = 0x8000;
    private const ulong TextSize = 0x48000;

    private readonly string[] _functions = new string[Deepest];
    private int _depth;

    /// <summary>Enters a function; disposing the result leaves it.</summary>
    public Frame Enter(string function)
    {
        if (_depth < Deepest) _functions[_depth] = function;
        _depth++;
        return new Frame(this);
    }

    /// <summary>The functions that the core is in, the innermost first.</summary>
    public IEnumerable<string> Functions => _functions.Take(Math.Min(_depth, Deepest)).Reverse();

    /// <summary>The return address that stands for a function.</summary>
    public ulong ReturnAddress(string function)
    {
        // FNV-1a: a place that depends on the name alone. Thumb code has odd return addresses.
        uint hash = 2166136261;
        foreach (byte b in Encoding.ASCII.GetBytes(function)) hash = (hash ^ b) * 16777619;
        ulong granule = abi == Abi.Ilp32 ? 2UL : 4UL;
        ulong offset = TextStart + hash % (TextSize / granule) * granule;
        return loadAddress + offset + (abi == Abi.Ilp32 ? 1UL : 0);
    }

    /// <summary>Prints the load address and the stack, raw at level error.</summary>
    /// <param name="log">Where to.</param>
    /// <param name="innermost">Functions further in than those that were entered, the innermost first.</param>
    /// <param name="underLock">Printed with foreign interrupts masked.</param>
    public void Print(TraceLog log, ReadOnlySpan<string> innermost, bool underLock)
    {
        if (!log.IsOn(TraceLevel.Error)) return;
        log.Write(TraceLevel.Error, null, string.Create(CultureInfo.InvariantCulture, $"TEE load address @ 0x{loadAddress:x}"), underLock);
        log.Write(TraceLevel.Error, null, "Call stack:", underLock);
        foreach (string function in (string[])[.. innermost, .. Functions]) log.Write(TraceLevel.Error, null, Line(function), underLock);
    }

    /// <summary>Prints the stack of an allocation that failed, as <c>print_oom</c> does.</summary>
    /// <param name="log">Where to.</param>
    /// <param name="site">Who allocated.</param>
    public void PrintAllocation(TraceLog log, CallSite site)
    {
        string[] innermost = ["print_oom", "raw_malloc_return_hook"];
        if (strings.Describe(site) is { } source && source.Function != Functions.FirstOrDefault())
            innermost = [.. innermost, source.Function];
        Print(log, innermost, underLock: true);
    }

    private string Line(string function)
    {
        string address = ReturnAddress(function).ToString(abi == Abi.Ilp32 ? "x8" : "x16", CultureInfo.InvariantCulture);
        return $"{(padded ? " " : "")}0x{address}";
    }

    /// <summary>A function that was entered.</summary>
    public readonly ref struct Frame
    {
        private readonly KernelStack _stack;

        internal Frame(KernelStack stack) => _stack = stack;

        /// <summary>Leaves it.</summary>
        public void Dispose() => _stack._depth--;
    }
}
