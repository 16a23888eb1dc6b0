using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Fuzzing;
using TeeSim.Exploration.Tests.Minimizing;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Exploration.Tests.Fuzzing;

public sealed class CorpusTests : IDisposable
{
    private static readonly FuzzOptions Options = SharedRuns.Incident;

    private readonly string _folder = Directory.CreateTempSubdirectory("teesim").FullName;

    private CorpusFolder Corpus => new(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_the_corpus_shows_is_not_found_again()
    {
        FuzzReport first = SharedRuns.With("shipped");
        foreach (FoundFailure found in first.Failures) Corpus.Keep(found.FileName, found.Script.Text, out _).ShouldNotBeNull();
        FuzzReport second = Fuzzer.Run(Options with { Corpus = Corpus.Load(out _) });
        second.Known.ShouldBe(first.Failures.Count);
        second.Failures.Select(f => f.Script.Failure).ShouldNotContain(f => first.Failures.Any(known => known.Script.Failure == f));
    }

    [Fact]
    public void Near_a_script_that_is_right_the_incident_is_soon_found()
    {
        Scenario right = Scripts.Parse(Scripts.Head + """
            input   t  = open_session(tvp)
            player  s  = open_session(drm)
            input   ch = open_channel(t, input: 0x5a300000 + 1M, bind: drm)
            player  va = map(s, 0x5a399000, 0x1000)
            player  unmap(s, 0x5a399000, 0x1000)
            input   close_channel(ch)
            """);
        FoundFailure found = Fuzzer.Run(Options with { Corpus = [right], Runs = 100 }).Failures
            .First(f => f.Script.Failure is { Kind: FailureKind.Leak, Call: "close_channel" });
        // By name and number it is that script's story.
        found.Script.Text.ShouldContain("close_channel(ch");
        found.Script.Text.ShouldContain("input");
    }

    [Fact]
    public void A_broken_file_is_reported_with_its_place_and_skipped()
    {
        File.WriteAllText(Path.Combine(_folder, "a.tee"), "target amlogic-3.9-arm32\nplayer opne_session(drm)\n");
        File.WriteAllBytes(Path.Combine(_folder, "b.tee"), [0xff, 0xfe, 0]);
        File.WriteAllText(Path.Combine(_folder, "c.tee"), Scripts.Head);
        File.WriteAllText(Path.Combine(_folder, "notes.txt"), "not a script");
        Directory.CreateDirectory(Path.Combine(_folder, "d.tee"));
        Corpus.Load(out IReadOnlyList<Diagnostic> diagnostics).Count.ShouldBe(1);
        diagnostics.Select(d => $"{d}"[(_folder.Length + 1)..]).ShouldBe(
        [
            "a.tee:2:8: unknown call 'opne_session'; did you mean 'open_session'?",
            "b.tee:1:3: found a zero byte where text is expected; a script is a file of UTF-8 text",
        ]);
    }

    [Fact]
    public void Another_script_of_the_same_name_is_never_overwritten()
    {
        Corpus.Keep("leak", "one\n", out _).ShouldBe(Path.Combine(_folder, "leak.tee"));
        Corpus.Keep("leak", "two\n", out _).ShouldBe(Path.Combine(_folder, "leak-2.tee"));
        Corpus.Keep("leak", "one\n", out _).ShouldBe(Path.Combine(_folder, "leak.tee"));
        File.ReadAllText(Path.Combine(_folder, "leak.tee")).ShouldBe("one\n");
        Directory.GetFiles(_folder).Length.ShouldBe(2);
    }

    [Fact]
    public void A_folder_that_cannot_be_one_gets_a_sentence()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        $"{new CorpusFolder(file).Create()}".ShouldStartWith($"{file}: the folder cannot be used: ");
    }
}
