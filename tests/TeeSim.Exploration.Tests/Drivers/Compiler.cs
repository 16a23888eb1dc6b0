using System.Diagnostics;

namespace TeeSim.Exploration.Tests.Drivers;

/// <summary>Compiles drivers with the SDK's own compiler: no packages, no network.</summary>
internal static class Compiler
{
    private static string DotnetRoot { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    /// <summary>The folder of the tests, where TeeSim's assemblies lie.</summary>
    public static string TeeSim { get; } = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);

    /// <summary>Compiles one file into a library.</summary>
    public static string Compile(string folder, string name, string source, params string[] references)
    {
        string csc = Directory.EnumerateFiles(Path.Combine(DotnetRoot, "sdk"), "csc.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string file = Path.Combine(folder, name + ".cs");
        string library = Path.Combine(folder, name + ".dll");
        File.WriteAllText(file, source);
        string[] platform = ["System.Private.CoreLib.dll", "System.Runtime.dll", "System.Collections.dll", "System.Linq.dll"];
        string[] arguments =
        [
            csc, "-nologo", "-noconfig", "-nostdlib", "-target:library", "-nullable", $"-out:{library}", file,
            .. platform.Select(r => "-r:" + Path.Combine(runtime, r)), .. references.Select(r => "-r:" + r),
        ];
        Run(folder, arguments);
        return library;
    }

    /// <summary>The assemblies that a driver refers to.</summary>
    public static string[] References { get; } = [.. new[] { "Core", "Mmu", "Kernel" }.Select(n => Path.Combine(TeeSim, $"TeeSim.{n}.dll"))];

    /// <summary>Runs the SDK, which must succeed.</summary>
    public static void Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(DotnetRoot, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"), arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, output + errors.Result);
    }
}
