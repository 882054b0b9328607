using System.Globalization;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Processes;

public sealed class ParentDeathTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("bound")]
    [InlineData("blind")]
    public async Task Child_ParentIsKilled_EndsToo(string how)
    {
        await using var parent = TestProcess.Start<KeepChildVerb>(how);
        int child = int.Parse(await parent.ExpectAsync("child", Token), CultureInfo.InvariantCulture);
        Assert.NotEqual('-', ProcessSignals.State(child));
        await parent.KillAsync();
        await GoneAsync(child);
    }

    [Fact]
    public async Task Child_StoppedAndParentIsKilled_EndsToo()
    {
        await using var parent = TestProcess.Start<KeepChildVerb>("bound");
        int child = int.Parse(await parent.ExpectAsync("child", Token), CultureInfo.InvariantCulture);
        ProcessSignals.Send(child, ProcessSignals.SIGSTOP);
        await parent.KillAsync();
        await GoneAsync(child);
    }

    [Fact]
    public async Task Child_ParentEndsByItself_EndsToo()
    {
        await using var parent = TestProcess.Start<KeepChildVerb>("bound");
        int child = int.Parse(await parent.ExpectAsync("child", Token), CultureInfo.InvariantCulture);
        await parent.SendAsync("end");
        await parent.EndAsync(Token);
        Assert.True(ProcessSignals.State(child) is '-' or 'Z');
    }

    [Fact]
    public async Task Child_ParentIsKilledBeforeItBegan_EndsWithoutRunningMain()
    {
        await using var parent = TestProcess.Start<KeepChildVerb>("fleeting");
        int child = int.Parse(await parent.ExpectAsync("child", Token), CultureInfo.InvariantCulture);
        await parent.WaitForExitAsync(Token);
        await GoneAsync(child);
        // Main of the test host would say that it was given no verb.
        Assert.DoesNotContain("verb", parent.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Child_NotBoundToItsParent_GoesOnAfterItWasKilled()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "outlived");
        await using var parent = TestProcess.Start<KeepChildVerb>("free", file);
        int child = int.Parse(await parent.ExpectAsync("child", Token), CultureInfo.InvariantCulture);
        await parent.KillAsync();
        await GoneAsync(child);
        Assert.Equal("outlived", await File.ReadAllTextAsync(file, Token));
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    // An orphan is reaped by the init process of the container, in its own time: until then it is a zombie.
    private static async Task GoneAsync(int processId)
    {
        while (ProcessSignals.State(processId) is not ('-' or 'Z')) await Task.Delay(5, Token);
    }
}
