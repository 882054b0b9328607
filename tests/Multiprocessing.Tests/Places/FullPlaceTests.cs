using System.Runtime.Versioning;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Places;

/// <summary>A place without room, or read-only: clear errors, and what is there goes on.</summary>
[SupportedOSPlatform("linux")]
public sealed class FullPlaceTests : IDisposable
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(TestRun.TemporaryFolder, TestRun.NewName())).FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("1m")]
    [InlineData("5m")]
    public async Task Place_Full_RefusesClearlyAndWhatIsThereGoesOn(string size)
    {
        Wrapped.SkipUnlessPermitted();
        await using var process = Start(Wrapped.InPlaceOf(size, _folder));
        foreach (string step in (string[])["join ok", "queue ok", "too-large SegmentSpaceException array 'large'", "fill SegmentSpaceException array", "fill-small SegmentSpaceException lock",
            "lock ok", "put ok", "take ok", "put-large SegmentSpaceException message", "async SegmentSpaceException doorbell", "again ok", "async-again ok", "end"])
        {
            string line = await process.ReadLineAsync(Token);
            Assert.StartsWith(step, line, StringComparison.Ordinal);
            if (line.Contains("SegmentSpaceException", StringComparison.Ordinal)) Assert.Contains("MP_PLACE", line, StringComparison.Ordinal);
        }

        await process.EndAsync(Token);
    }

    [Fact]
    public async Task Place_TooSmallForTheRegistry_SaysHowMuchIsNeeded()
    {
        Wrapped.SkipUnlessPermitted();
        await using var process = Start(Wrapped.InPlaceOf("128k", _folder));
        string line = await process.ReadLineAsync(Token);
        Assert.StartsWith("join DomainException", line, StringComparison.Ordinal);
        Assert.Contains("No space left on device", line, StringComparison.Ordinal);
        Assert.Contains($"needs {ProcessRegistry.ReservedSize} bytes", line, StringComparison.Ordinal);
        await process.EndAsync(Token);
    }

    [Fact]
    public async Task Place_ReadOnly_SaysSo()
    {
        Wrapped.SkipUnlessPermitted();
        await using var process = Start(Wrapped.InReadOnly(_folder));
        string line = await process.ReadLineAsync(Token);
        Assert.StartsWith("join DomainException", line, StringComparison.Ordinal);
        Assert.Contains("read-only", line, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("MP_PLACE", line, StringComparison.Ordinal);
        await process.EndAsync(Token);
    }

    [Fact]
    public async Task Place_NotForThisUser_SaysSo()
    {
        Wrapped.SkipUnlessPermitted();
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var process = Start(Wrapped.WithoutAccessTo(_folder));
        string line = await process.ReadLineAsync(Token);
        Assert.StartsWith("join DomainException", line, StringComparison.Ordinal);
        Assert.Contains(_folder, line, StringComparison.Ordinal);
        await process.EndAsync(Token);
    }

    private TestProcess Start(string[] wrapper) => TestProcess.Start<FullPlaceVerb>(
        new TestProcessOptions { DomainName = TestRun.Prefix + "place", Wrapper = wrapper, Environment = new Dictionary<string, string?> { [Domain.PlaceVariable] = _folder } });
}
