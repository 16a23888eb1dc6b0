using FsCheck;
using FsCheck.Fluent;
using TeeSim.Core;

namespace TeeSim.Mmu.Tests.Properties;

/// <summary>A property is worth what its inputs reach.</summary>
public class VmScriptsTests
{
    private static readonly VmScriptRun[] Runs =
        [.. VmScripts.Script().Generator.Sample(100, new Rnd(42, 7), 200).Select(script => VmScriptRun.Of(script, _ => { }))];

    [Fact]
    public void Scripts_are_long_and_few_end_early()
    {
        Runs.Average(r => r.Steps).ShouldBeGreaterThan(30);
        Runs.Count(r => r.Panic is not null).ShouldBeInRange(1, 60);
    }

    [Fact]
    public void Scripts_use_all_builds() => Runs.Select(r => r.Mmu.Build).Distinct().Count().ShouldBe(8);

    [Fact]
    public void Scripts_lose_regions_in_4_10() => Runs.Count(r => r.LostRegion).ShouldBeInRange(1, 30);

    [Theory]
    [InlineData(VmCall.Map, TeeResult.OUT_OF_MEMORY)]
    [InlineData(VmCall.Map, TeeResult.ACCESS_CONFLICT)]
    [InlineData(VmCall.Map, TeeResult.BAD_PARAMETERS)]
    [InlineData(VmCall.Map, TeeResult.GENERIC)]
    [InlineData(VmCall.Unmap, TeeResult.BAD_PARAMETERS)]
    [InlineData(VmCall.Unmap, TeeResult.OUT_OF_MEMORY)]
    [InlineData(VmCall.SetProt, TeeResult.BAD_PARAMETERS)]
    [InlineData(VmCall.SetProt, TeeResult.OUT_OF_MEMORY)]
    [InlineData(VmCall.Remap, TeeResult.BAD_PARAMETERS)]
    [InlineData(VmCall.Remap, TeeResult.ACCESS_CONFLICT)]
    [InlineData(VmCall.Remap, TeeResult.OUT_OF_MEMORY)]
    public void Scripts_meet_every_error(VmCall call, TeeResult result) =>
        Runs.Sum(r => r.Results.Count(x => x == (call, result))).ShouldBeGreaterThan(5);

    [Theory]
    [InlineData(VmCall.Map)]
    [InlineData(VmCall.Unmap)]
    [InlineData(VmCall.SetProt)]
    [InlineData(VmCall.Remap)]
    public void Scripts_succeed_often(VmCall call) =>
        Runs.Sum(r => r.Results.Count(x => x == (call, TeeResult.SUCCESS))).ShouldBeGreaterThan(200);

    [Fact]
    public void Scripts_end_with_several_regions() => Runs.Count(r => r.Panic is null && r.Regions.Count() > 3).ShouldBeGreaterThan(50);
}
