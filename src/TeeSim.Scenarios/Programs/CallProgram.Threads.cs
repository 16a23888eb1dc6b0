using TeeSim.Kernel.NormalWorld;

namespace TeeSim.Scenarios.Programs;

/// <summary>Threads of one process, which die together.</summary>
public sealed partial class CallProgram
{
    private ulong[]? _threads;

    /// <summary>
    /// Bits of all threads of the process that one belongs to, its own among them. Each thread makes its calls by itself, as a process with
    /// one thread does: position in <see cref="Processes"/>.
    /// </summary>
    /// <param name="thread">The thread.</param>
    public ulong ThreadsOf(int thread) => (_threads ??= [.. Processes.Select(ThreadsOf)])[thread];

    /// <summary>
    /// Who has died when a step has been made. A process without threads can make calls behind its death, as one that has
    /// started again; threads make none.
    /// </summary>
    /// <param name="dead">Bits of those that had died before it.</param>
    /// <param name="step">The step.</param>
    public ulong DeadAfter(ulong dead, Step step) =>
        step.EndsProcess && ThreadName.IsThread(step.ProcessName) ? dead | ThreadsOf(step.Process) : dead;

    private ulong ThreadsOf(string name)
    {
        ulong threads = 0;
        for (int i = 0; i < Processes.Count; i++)
        {
            if (ThreadName.AreOfOneProcess(Processes[i], name)) threads |= 1UL << i;
        }

        return threads;
    }
}
