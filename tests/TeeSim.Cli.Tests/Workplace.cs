using System.Diagnostics;
using System.Text;
using TeeSim.TestSupport;

namespace TeeSim.Cli.Tests;

/// <summary>A folder of its own, and the real command started in it: messages then name files as the test does.</summary>
internal sealed class Workplace : IDisposable
{
    // Nothing takes as long on the slowest machine: only a command that hangs.
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("teesim").FullName;

    /// <summary>The command that was built in the same configuration as these tests.</summary>
    public static string Executable { get; } = Path.Combine(
        Repository.Root, "artifacts", "bin", "TeeSim.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name,
        OperatingSystem.IsWindows() ? "teesim.exe" : "teesim");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public string PathOf(string name) => Path.Combine(_folder, name);

    public void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    public void Write(string name, ReadOnlySpan<byte> bytes) => File.WriteAllBytes(PathOf(name), bytes);

    /// <summary>A file that claims a gigabyte and takes no space.</summary>
    public void WriteGigabyteOfZeros(string name)
    {
        using FileStream zeros = File.Create(PathOf(name));
        zeros.SetLength(1 << 30);
    }

    /// <summary>Writes one file, and has the command judge it.</summary>
    public async Task<CommandResult> JudgeAsync(string command, string name, string text)
    {
        Write(name, text);
        return await RunAsync(command, name);
    }

    public Task<CommandResult> RunAsync(params string[] words) => RunAsync(words, []);

    public Task<CommandResult> RunAsync(string[] words, (string Name, string Value)[] environment) =>
        StartAsync(Executable, words, environment);

    /// <summary>Has a shell start the command with its outputs somewhere unusual: <c>"$0" run x.tee | head -1</c>.</summary>
    public Task<CommandResult> ShellAsync(string line) => StartAsync("/bin/sh", ["-c", line, Executable], []);

    /// <summary>Starts the command, and presses Ctrl-C after a while.</summary>
    public Task<CommandResult> InterruptAsync(TimeSpan after, params string[] words) =>
        StartAsync(Executable, words, [], limit => Task.Delay(after, limit));

    /// <summary>Starts the command, and presses Ctrl-C when it has printed a line that starts so.</summary>
    public Task<CommandResult> InterruptAsync(string line, params string[] words)
    {
        var printed = new TaskCompletionSource();
        return StartAsync(Executable, words, [], printed.Task.WaitAsync, output =>
        {
            if (output.StartsWith(line, StringComparison.Ordinal)) printed.TrySetResult();
        });
    }

    private async Task<CommandResult> StartAsync(
        string file, string[] words, (string Name, string Value)[] environment, Func<CancellationToken, Task>? interrupt = null,
        Action<string>? onLine = null)
    {
        using var process = new Process { StartInfo = Describe(file, words, environment) };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(LongestRun);
        process.Start();
        process.StandardInput.Close();
        try
        {
            Task<string> output = onLine is null
                ? process.StandardOutput.ReadToEndAsync(limit.Token)
                : ReadLinesAsync(process.StandardOutput, onLine, limit.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            if (interrupt is not null)
            {
                await Task.WhenAny(interrupt(limit.Token), process.WaitForExitAsync(limit.Token));
                using Process kill =
                    Process.Start("/bin/kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
                await kill.WaitForExitAsync(limit.Token);
            }

            await process.WaitForExitAsync(limit.Token);
            return new CommandResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'teesim {string.Join(' ', words)}' took more than {LongestRun.TotalSeconds} s");
        }
    }

    private static async Task<string> ReadLinesAsync(StreamReader reader, Action<string> onLine, CancellationToken limit)
    {
        var all = new StringBuilder();
        while (await reader.ReadLineAsync(limit) is { } line)
        {
            all.Append(line).Append('\n');
            onLine(line);
        }

        return all.ToString();
    }

    private ProcessStartInfo Describe(string file, string[] words, (string Name, string Value)[] environment)
    {
        var info = new ProcessStartInfo(file, words)
        {
            WorkingDirectory = _folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
            StandardErrorEncoding = new UTF8Encoding(false),
        };
        foreach ((string name, string value) in environment) info.Environment[name] = value;
        return info;
    }
}
