using TeeSim.TestSupport.Folders;

namespace TeeSim.Kernel.Tests;

/// <summary>Whoever reads a folder of the source can read before it all that it uses.</summary>
public class FolderCircleTests
{
    [Fact]
    public void No_folder_of_the_kernel_uses_one_that_uses_it() =>
        FolderGraph.Circular(FolderGraph.Of(typeof(SecureWorld).Assembly)).Select(use => $"{use}").ShouldBeEmpty();
}
