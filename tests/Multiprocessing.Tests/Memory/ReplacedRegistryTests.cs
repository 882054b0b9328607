using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Memory;

/// <summary>
/// Somebody removes the registry's file under living processes: newcomers make another. What the first ones use stays as long as any of them lives, and is garbage after that.
/// </summary>
public sealed class ReplacedRegistryTests : IDisposable
{
    private static readonly SharedObjectOptions s_untilLastUser = new() { Lifetime = ObjectLifetime.UntilLastUser };

    private readonly TestDomain _test = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _test.Dispose();

    private static string[] Files(string directory) => [.. Leftovers.InDomain(directory).Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>Starts a process that does that, and takes the registry away from under it. The result is the directory: this process has not joined.</summary>
    private async Task<(TestProcess Process, string Directory)> StartAndReplaceAsync(params string[] script)
    {
        var process = _test.Start<SegmentScriptVerb>(script);
        await process.ExpectAsync("ready", Token);
        await process.ExpectAsync("done", Token);
        string directory = DomainName.Directory(_test.Name);
        File.Delete(Path.Join(directory, ProcessRegistry.FileName));
        return (process, directory);
    }

    [Fact]
    public async Task Sweep_UserOfTheFirstRegistryLives_TakesNothing()
    {
        var (first, directory) = await StartAndReplaceAsync("create-last x", "create y");
        await using (first)
        {
            // Joined before the file is made: an identity of either registry names nobody in the other, and then neither may judge it.
            _ = _test.Domain;
            string making = SegmentName.Temporary(0x1001);
            await File.WriteAllTextAsync(Path.Join(directory, making), "", Token);
            SegmentSweep.Run(_test.Domain);
            Assert.Equal([making, "x.mp", "y.mp"], Files(directory));
            // The names are taken, and the objects are nobody's here.
            Assert.Throws<SegmentMismatchException>(() => Segment.Open(_test.Domain, "x", SegmentScriptVerb.Content));
            Assert.Throws<SegmentExistsException>(() => Segment.Create(_test.Domain, "x", SegmentScriptVerb.Content));
            await first.StopAsync();
            SegmentSweep.Run(_test.Domain);
            Assert.Equal([making, "x.mp", "y.mp"], Files(directory));
            await first.KillAsync();
            SegmentSweep.Run(_test.Domain);
            // A named object that stays until it is removed stays, though nobody can open it: only its user can say that it is not wanted.
            Assert.Equal(["y.mp"], Files(directory));
            Assert.True(Segment.Remove(_test.Domain, SegmentKind.Queue, "y"));
            Assert.Empty(Files(directory));
        }
    }

    [Fact]
    public async Task Sweep_OfTwoUsersOneLives_TakesNothing()
    {
        await using var second = _test.Start<SegmentScriptVerb>("create-last x");
        await second.ExpectAsync("ready", Token);
        await second.ExpectAsync("done", Token);
        var (first, directory) = await StartAndReplaceAsync("open x");
        await using (first)
        {
            await second.KillAsync();
            SegmentSweep.Run(_test.Domain);
            Assert.Equal(["x.mp"], Files(directory));
            await first.KillAsync();
            SegmentSweep.Run(_test.Domain);
            Assert.Empty(Files(directory));
        }
    }

    [Fact]
    public async Task Sweep_MessageOfTheFirstRegistryHeldSomething_BothGo()
    {
        var (first, directory) = await StartAndReplaceAsync("create-last carrier", "create-last x", "hold x carrier", "release x");
        await using (first)
        {
            SegmentSweep.Run(_test.Domain);
            Assert.Equal(3, Files(directory).Length);
            await first.KillAsync();
            SegmentSweep.Run(_test.Domain);
            Assert.Empty(Files(directory));
        }
    }

    /// <summary>Who makes the new registry sweeps by itself, and so does who wants the name.</summary>
    [Theory]
    [InlineData("create-last other")]
    [InlineData("create-last x")]
    public async Task NextProcess_AllOfTheFirstRegistryDead_SweepsByItself(string step)
    {
        var (first, directory) = await StartAndReplaceAsync("create-last x");
        await using (first) await first.KillAsync();
        await using var next = _test.Start<SegmentScriptVerb>(step);
        await next.ExpectAsync("ready", Token);
        await next.ExpectAsync("done", Token);
        await next.SendAsync("end");
        await next.EndAsync(Token);
        Assert.Empty(Files(directory));
    }

    /// <summary>A process that leaves in order takes along what goes with its last user, whatever registry others are in.</summary>
    [Fact]
    public async Task Leave_OfTheFirstRegistry_TakesItsObjectsAlong()
    {
        var (first, directory) = await StartAndReplaceAsync("create-last x");
        await using (first)
        {
            Segment.Create(_test.Domain, "z", SegmentScriptVerb.Content, options: s_untilLastUser).Release();
            await first.SendAsync("end");
            await first.EndAsync(Token);
        }

        Assert.Empty(Files(directory));
    }
}
