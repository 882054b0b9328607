using System.Globalization;
using System.Runtime.Versioning;

namespace Multiprocessing.Tests.Data;

[UnsupportedOSPlatform("windows")]
public sealed class SharedMemoryTests : IDisposable
{
    private readonly string _name = $"mp-test-raw-{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string FilePath => $"/dev/shm/{_name}";

    public void Dispose() => SharedMemory.Remove(_name);

    [Fact]
    public void Create_Named_IsTheFileOfThatNameAndSize()
    {
        using var raw = SharedMemory.Create(_name, 4097);
        Assert.Equal(4097, raw.Size);
        Assert.Equal(4097, new FileInfo(FilePath).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        Assert.Equal(-1, raw.AsSpan().IndexOfAnyExcept((byte)0));
        using var same = SharedMemory.Open("/" + _name);
        Assert.Equal(_name, same.Name);
        raw.AsSpan()[4096] = 7;
        Assert.Equal(7, same.AsSpan(4096, 1)[0]);
        Assert.Equal($"shared memory '{_name}' of 4097 bytes", raw.ToString());
        Assert.True(SharedMemory.Remove(_name));
        Assert.False(SharedMemory.Remove(_name));
        Assert.Equal(7, same.AsSpan()[4096]);
    }

    [Fact]
    public void Create_WithoutAName_MakesOneAsCPythonDoes()
    {
        using var raw = SharedMemory.Create(100);
        Assert.Matches("^psm_[0-9a-f]{8}$", raw.Name);
        Assert.True(SharedMemory.Remove(raw.Name));
    }

    [Fact]
    public void Dispose_LeavesTheNameAndTheBytes()
    {
        var raw = SharedMemory.Create(_name, 10);
        raw.AsSpan().Fill(9);
        raw.Dispose();
        raw.Dispose();
        Assert.Throws<ObjectDisposedException>(() => raw.AsSpan().Length);
        Assert.Throws<ObjectDisposedException>(() => raw.AsSpan(0, 1).Length);
        Assert.EndsWith("(closed)", raw.ToString(), StringComparison.Ordinal);
        using var same = SharedMemory.CreateOrOpen(_name, 10);
        Assert.Equal(9, same.AsSpan()[9]);
        Assert.Throws<SegmentMismatchException>(() => SharedMemory.CreateOrOpen(_name, 11));
    }

    [Fact]
    public void AsSpan_OutsideTheMemory_IsRefused()
    {
        using var raw = SharedMemory.CreateOrOpen(_name, 10);
        Assert.Throws<ArgumentOutOfRangeException>(() => raw.AsSpan(5, 6).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => raw.AsSpan(-1, 1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => raw.AsSpan(0, -1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => raw.AsSpan(long.MaxValue, 1).Length);
        Assert.Equal(0, raw.AsSpan(10, 0).Length);
    }

    [Fact]
    public void Mistakes_HaveClearErrors()
    {
        Assert.Contains("resource tracker", Assert.Throws<SegmentMissingException>(() => SharedMemory.Open(_name)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => SharedMemory.Create(_name, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SharedMemory.Create(_name, -5));
        Assert.Throws<SegmentSpaceException>(() => SharedMemory.Create(_name, 1L << 60));
        foreach (string bad in (string[])["", "/", ".", "..", "a/b", "//a", "a\0b", new string('x', 256)])
        {
            Assert.Throws<ArgumentException>(() => SharedMemory.Create(bad, 10));
            Assert.Throws<ArgumentException>(() => SharedMemory.Open(bad));
        }

        SharedMemory.Create(_name, 10).Dispose();
        Assert.Throws<SegmentExistsException>(() => SharedMemory.Create(_name, 10));
        SharedMemory.Remove(_name);
        File.WriteAllText(FilePath, "");
        Assert.Contains("is empty", Assert.Throws<SegmentCorruptException>(() => SharedMemory.Open(_name)).Message, StringComparison.Ordinal);
        SharedMemory.Remove(_name);
        File.CreateSymbolicLink(FilePath, "/etc/passwd");
        Assert.Throws<SegmentCorruptException>(() => SharedMemory.Open(_name));
        Assert.Throws<SegmentExistsException>(() => SharedMemory.Create(_name, 10));
    }

    [Fact]
    public async Task Python_AttachesToOurs_AndReadsAndWrites()
    {
        using var raw = SharedMemory.Create(_name, 5000);
        raw.AsSpan()[4990] = 0xAB;
        await using var python = PythonProcess.Start("shared_memory_peer.py");
        await python.SayAsync($"attach {_name}", Token);
        Assert.Equal("5000", await python.ReadAsync(Token));
        await python.SayAsync($"get {_name} 4989 4992", Token);
        Assert.Equal("00ab00", await python.ReadAsync(Token));
        await python.SayAsync($"set {_name} 10 0102ff", Token);
        await python.ReadAsync(Token);
        Assert.Equal([1, 2, 255], raw.AsSpan(10, 3).ToArray());
        await python.SayAsync($"close {_name}", Token);
        await python.ReadAsync(Token);
        await python.SayAsync("end", Token);
        await python.EndAsync(Token);
        Assert.True(SharedMemory.Remove(_name));
    }

    [Fact]
    public async Task We_AttachToPythons_AndReadAndWrite()
    {
        await using var python = PythonProcess.Start("shared_memory_peer.py");
        await python.SayAsync("generate 4097", Token);
        string name = await python.ReadAsync(Token);
        await python.SayAsync($"set {name} 4096 2a", Token);
        await python.ReadAsync(Token);
        using (var raw = SharedMemory.Open(name))
        {
            Assert.Equal(4097, raw.Size);
            Assert.Equal(42, raw.AsSpan()[4096]);
            raw.AsSpan()[0] = 9;
            await python.SayAsync($"get {name} 0 1", Token);
            Assert.Equal("09", await python.ReadAsync(Token));
            await python.SayAsync($"unlink {name}", Token);
            await python.ReadAsync(Token);
            Assert.Throws<SegmentMissingException>(() => SharedMemory.Open(name));
            Assert.Equal(9, raw.AsSpan()[0]);
        }

        await python.SayAsync("end", Token);
        await python.EndAsync(Token);
    }

    [Fact]
    public async Task Create_ByManyAtOnce_OneMakesIt()
    {
        int made = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () =>
            {
                for (int i = 0; i < 50; i++)
                {
                    string name = string.Create(CultureInfo.InvariantCulture, $"{_name}-{i}");
                    using var raw = SharedMemory.CreateOrOpen(name, 100);
                    Assert.Equal(100, raw.Size);
                    if (Interlocked.Exchange(ref raw.AsSpan()[0], 1) == 0) Interlocked.Increment(ref made);
                }
            },
            Token)));
        for (int i = 0; i < 50; i++) SharedMemory.Remove(string.Create(CultureInfo.InvariantCulture, $"{_name}-{i}"));
        Assert.Equal(50, made);
    }
}
