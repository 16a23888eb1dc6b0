using TeeSim.Exploration.Tests.Drivers;

namespace TeeSim.Cli.Tests.Drivers;

/// <summary>A driver of which a test says what it does.</summary>
internal static class OwnDriver
{
    /// <summary>A script with two calls of it, in lines 4 and 5.</summary>
    public const string Script = "target optee-3.10-arm32\nta own 1f0e6a52-7b1c-4f7e-9d64-0a8f3f0f7c11\napp  s = open_session(own)\n"
        + "app  first(s)\napp  second(s)\napp  close_session(s)\n";

    private static readonly string[] Assemblies = ["Core", "Mmu", "Kernel"];

    /// <summary>Compiles it.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="second">What the second call does.</param>
    /// <param name="first">What the first one does.</param>
    /// <param name="create">What its creation does at last.</param>
    public static void Compile(string folder, string second, string first = "", string create = "")
    {
        string beside = Path.GetDirectoryName(Workplace.Executable)!;
        Compiler.Compile(folder, "own", $$"""
            using System;
            using System.Collections.Generic;
            using TeeSim.Core;
            using TeeSim.Kernel.Drivers;

            public sealed class OwnFactory : IDriverFactory
            {
                public string Name => "own";
                public IReadOnlyList<EntryPoint> EntryPoints { get; } =
                    new EntryPoint[] { new("first", "Does something", []), new("second", "Does something else", []) };
                public PseudoTaIdentity? PseudoTa => new("own.pta", new Guid("1f0e6a52-7b1c-4f7e-9d64-0a8f3f0f7c11"));
                public IDriver Create(ITeeCore core, DriverSettings settings) => new Own(core);
            }

            public sealed class Own : IDriver
            {
                private readonly ITeeCore _core;
                private readonly ulong _a, _b;
                public int Calls;

                public Own(ITeeCore core)
                {
                    _core = core;
                    _a = core.StaticData(8);
                    _b = _a + 4;
                    core.MutexInit(_a);
                    core.MutexInit(_b);
                    {{create}}
                }

                public EntryOutcome Enter(EntryPoint entry, EntryArguments arguments)
                {
                    if (entry.Name == "first") { {{first}} }
                    else { {{second}} }
                    return new EntryOutcome(TeeResult.SUCCESS);
                }
            }
            """, [.. Assemblies.Select(n => Path.Combine(beside, $"TeeSim.{n}.dll"))]);
    }
}
