namespace TeeSim.Kernel.NormalWorld;

/// <summary>
/// Who makes a call: a process, such as <c>player</c>, or one of the threads of a process, such as <c>player.audio</c>. Sessions and shared
/// memory belong to the process, as Linux keeps them with its open file (<c>struct optee_context_data</c>): what one thread has opened
/// another one can use, and all threads die together.
/// </summary>
public static class ThreadName
{
    /// <summary>Stands between the name of a process and that of its thread.</summary>
    public const char Separator = '.';

    /// <summary>Whether it is a thread beside others.</summary>
    public static bool IsThread(string name) => name.Contains(Separator, StringComparison.Ordinal);

    /// <summary>The process: the one that a thread belongs to, or itself.</summary>
    public static string ProcessOf(string name) =>
        name.IndexOf(Separator, StringComparison.Ordinal) is var end and >= 0 ? name[..end] : name;

    /// <summary>Whether two belong to one process.</summary>
    public static bool AreOfOneProcess(string name, string other) => Process(name).SequenceEqual(Process(other));

    private static ReadOnlySpan<char> Process(string name) =>
        name.IndexOf(Separator, StringComparison.Ordinal) is var end and >= 0 ? name.AsSpan(0, end) : name;
}
