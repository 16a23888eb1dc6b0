using TeeSim.Exploration.Drivers;

namespace TeeSim.Exploration.Tests.Drivers;

/// <summary>Assemblies with drivers in them, and what is said about those without.</summary>
public sealed class DriverAssemblyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("teesim-drivers-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Factories_are_found_by_the_names_of_their_types()
    {
        DriverAssembly loaded = Load(
            Factory("B", "\"second\"") + Factory("A", "\"first\"") + "abstract class Hidden : Base { } internal class Internal : A { }");

        loaded.Problem.ShouldBeNull();
        loaded.Drivers.Select(d => d.Name).ShouldBe(["first", "second"]);
    }

    [Theory]
    [InlineData("\"\"", "has a driver without a name: A.Name is empty, and scripts and reports need one")]
    [InlineData("null!", "has a driver without a name: A.Name is empty, and scripts and reports need one")]
    [InlineData("\"my driver\\u001b\"",
        "has a driver whose name can't be written in a script: 'my driver\\u001b'; letters, digits, '-', '_' and '.' can be, at most 64")]
    [InlineData("\"close-refuses\"", "has a driver 'close-refuses', which is the name of one of TeeSim's own")]
    [InlineData("throw new System.IO.IOException(\"no\")", "has a driver that can't be made: A threw IOException: no")]
    public void A_name_must_be_one(string name, string problem) => ShouldBe(Load(Factory("A", name)), problem);

    [Fact]
    public void Two_of_one_name_are_one_too_many() =>
        ShouldBe(Load(Factory("A", "\"x\"") + Factory("B", "\"x\"")), "has two drivers of the name 'x'");

    [Fact]
    public void A_constructor_that_throws() =>
        ShouldBe(
            Load("public class A : Base { public A() => throw new System.InvalidOperationException(\"not today\"); "
                + "public override string Name => \"a\"; }"),
            "has a driver that can't be made: A threw InvalidOperationException: not today");

    [Theory]
    [InlineData("")]
    [InlineData("class A : Base { public override string Name => \"a\"; }")]
    [InlineData("public class A(int x) : Base { public override string Name => \"a\" + x; }")]
    public void Without_a_public_factory_it_says_what_was_expected(string source) => ShouldBe(
        Load(source),
        "has no driver in it: a public class that implements IDriverFactory and has a public constructor without parameters is "
        + "expected; see docs/write-a-driver.md");

    [Theory]
    [InlineData("\"map\", \"map\"", "the entry point 'map' is declared twice")]
    [InlineData("\"hold\"", "the entry point 'hold' has the name of a call of the language itself")]
    [InlineData("\"a b\"",
        "the entry point can't be written in a script: 'a b'; a letter, then letters, digits and '_' can be, at most 64")]
    public void A_declaration_that_scripts_can_not_have_is_refused(string names, string problem)
    {
        string source = $$"""
            using System.Linq;
            using TeeSim.Kernel.Drivers;
            public class A : IDriverFactory
            {
                public string Name => "a";
                public System.Collections.Generic.IReadOnlyList<EntryPoint> EntryPoints =>
                    new[] { {{names}} }.Select(n => new EntryPoint(n, "", [])).ToArray();
                public IDriver Create(ITeeCore core, DriverSettings settings) => null!;
            }
            """;
        ShouldBe(DriverAssembly.Load(Compiler.Compile(_folder, "driver", source, Compiler.References)),
            $"has a driver 'a' that can't be used: {problem}; see docs/write-a-driver.md");
    }

    [Fact]
    public void What_is_no_assembly_says_so()
    {
        string file = Path.Combine(_folder, "driver.dll");
        ShouldBe(DriverAssembly.Load(file), "does not exist");
        foreach (string text in new[] { "", "text", "MZ" })
        {
            File.WriteAllText(file, text);
            ShouldBe(DriverAssembly.Load(file),
                "is not a .NET assembly; a driver is the .dll that 'dotnet build' makes, see docs/write-a-driver.md");
        }

        File.WriteAllBytes(file, [.. File.ReadAllBytes(Compiler.References[0]).Take(3000)]);
        ShouldBe(DriverAssembly.Load(file),
            "is not a .NET assembly; a driver is the .dll that 'dotnet build' makes, see docs/write-a-driver.md");
        DriverAssembly.Load(_folder).Problem.ShouldBe($"{_folder} does not exist");
    }

    [Theory]
    [InlineData("TeeSim.Kernel", "99.2.1",
        "was built against TeeSim.Kernel 99.2.1, and this is 0.1.0; build it against the TeeSim.*.dll beside the command")]
    [InlineData("TeeSim.Kernels", "0.1.0", "was built against TeeSim.Kernels, which this TeeSim does not have")]
    public void Another_TeeSim_is_named(string assembly, string version, string problem)
    {
        string other = Compiler.Compile(
            _folder, assembly, $"[assembly: System.Reflection.AssemblyVersion(\"{version}.0\")] public class InOther {{ }}");
        ShouldBe(DriverAssembly.Load(Compiler.Compile(_folder, "driver", "public class A : InOther { }", other)), problem);
    }

    [Fact]
    public void A_type_that_this_TeeSim_does_not_have_is_named()
    {
        string other = Compiler.Compile(_folder, "TeeSim.Kernel",
            "[assembly: System.Reflection.AssemblyVersion(\"0.1.0.0\")] namespace TeeSim.Kernel.Tvp { public class Gone { } }");
        string? problem =
            DriverAssembly.Load(Compiler.Compile(_folder, "driver", "public class A : TeeSim.Kernel.Tvp.Gone { }", other)).Problem;

        problem.ShouldNotBeNull().ShouldContain("driver.dll does not fit this TeeSim: Could not load type 'TeeSim.Kernel.Tvp.Gone'");
        problem.ShouldEndWith("; build it against the TeeSim.*.dll beside the command");
    }

    private static string Factory(string type, string name) => $"public class {type} : Base {{ public override string Name => {name}; }}";

    private static void ShouldBe(DriverAssembly loaded, string problem)
    {
        loaded.Problem.ShouldBe($"{loaded.Path} {problem}");
        loaded.Drivers.ShouldBeEmpty();
    }

    private DriverAssembly Load(string source) => DriverAssembly.Load(Compiler.Compile(_folder, "driver", source + """

        public abstract class Base : TeeSim.Kernel.Tvp.ITvpDriverFactory
        {
            public abstract string Name { get; }
            public TeeSim.Kernel.Tvp.ITvpDriver Create(TeeSim.Kernel.Drivers.ITeeCore core, TeeSim.Kernel.Tvp.TvpOptions options) => null!;
        }
        """, Compiler.References));
}
