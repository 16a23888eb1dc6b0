using TeeSim.TestSupport.Folders;

namespace TeeSim.Exploration.Tests;

/// <summary>Whoever reads a folder of the source can read before it all that it uses.</summary>
public class FolderCircleTests
{
    [Fact]
    public void No_folder_uses_one_that_uses_it() =>
        FolderGraph.Circular(FolderGraph.Of(typeof(Explorer).Assembly)).Select(use => $"{use}").ShouldBeEmpty();
}
