using System.Diagnostics;
using Multiprocessing.Tests.Processes;

namespace Multiprocessing.Tests.Managers;

/// <summary>What the search of tests/Multiprocessing.Fuzz begins with, and what it ever found: each is refused or taken, and brings nobody down.</summary>
public sealed class FuzzCorpusTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("frames")]
    [InlineData("handshake")]
    [InlineData("messages")]
    public async Task Corpus_OfTheTarget_BringsNobodyDown(string target)
    {
        string[] inputs = Directory.GetFiles(Path.Combine(RepositoryRoot.Path, "tests", "Multiprocessing.Fuzz", "corpus", target));
        Assert.NotEmpty(inputs);
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Multiprocessing.Fuzz"), [target, .. inputs]) { RedirectStandardError = true };
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        using Process process = Process.Start(start)!;
        string errors = await process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        Assert.True(process.ExitCode == 0, errors);
    }
}
