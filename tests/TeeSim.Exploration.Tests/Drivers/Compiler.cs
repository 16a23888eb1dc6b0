using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;

namespace TeeSim.Exploration.Tests.Drivers;

/// <summary>Compiles drivers with the SDK's own compiler: no packages, no network, and no process for each.</summary>
internal static class Compiler
{
    private static readonly Lazy<MethodInfo> EntryPoint = new(FindEntryPoint);

    private static string DotnetRoot { get; } =
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    /// <summary>The folder of the tests, where TeeSim's assemblies lie.</summary>
    public static string TeeSim { get; } = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);

    /// <summary>Compiles one file into a library.</summary>
    public static string Compile(string folder, string name, string source, params string[] references)
    {
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string file = Path.Combine(folder, name + ".cs");
        string library = Path.Combine(folder, name + ".dll");
        File.WriteAllText(file, source);
        string[] platform = ["System.Private.CoreLib.dll", "System.Runtime.dll", "System.Collections.dll", "System.Linq.dll"];
        string[] arguments =
        [
            "-nologo", "-noconfig", "-nostdlib", "-target:library", "-nullable", $"-out:{library}", file,
            .. platform.Select(r => "-r:" + Path.Combine(runtime, r)), .. references.Select(r => "-r:" + r),
        ];
        EntryPoint.Value.Invoke(null, [arguments]).ShouldBe(0, $"what is wrong with {file} stands in the output of the tests");
        return library;
    }

    /// <summary>The assemblies that a driver refers to.</summary>
    public static string[] References { get; } =
        [.. new[] { "Core", "Mmu", "Kernel" }.Select(n => Path.Combine(TeeSim, $"TeeSim.{n}.dll"))];

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

    private static MethodInfo FindEntryPoint()
    {
        string csc = Directory.EnumerateFiles(Path.Combine(DotnetRoot, "sdk"), "csc.dll", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Last();
        return new CompilerContext(Path.GetDirectoryName(csc)!).LoadFromAssemblyPath(csc).EntryPoint.ShouldNotBeNull();
    }

    /// <summary>The compiler's own assemblies lie beside it; all others are those of the tests.</summary>
    private sealed class CompilerContext(string folder) : AssemblyLoadContext("csc")
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            Path.Combine(folder, assemblyName.Name + ".dll") is var file && File.Exists(file) ? LoadFromAssemblyPath(file) : null;
    }
}
