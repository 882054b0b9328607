using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>Streams of bytes.</summary>
public abstract partial class ManagerContract
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public async Task Bytes_AsAParameter_AreRead(int size)
    {
        IFeed feed = Inventory.OpenFeed();
        byte[] bytes = new byte[size];
        new Random(2).NextBytes(bytes);
        long sum = bytes.Sum(static one => (long)one);
        Assert.Equal(sum, await feed.SumBytesAsync(new MemoryStream(bytes), Token));
        // The caller's thread waits, and the member holds its turn.
        Assert.Equal(sum, feed.SumBytes(new MemoryStream(bytes)));
    }

    [Fact]
    public async Task Bytes_AreWrittenWhereTheyAre()
    {
        IFeed feed = Inventory.OpenFeed();
        var written = new MemoryStream();
        await feed.FillAsync(written, 300_000);
        Assert.Equal(300_000, written.Length);
        Assert.True(written.ToArray().AsSpan().IndexOfAnyExcept((byte)7) < 0);
        await Assert.ThrowsAsync<NotSupportedException>(() => feed.FillAsync(new MemoryStream([], writable: false), 1));
    }

    [Fact]
    public async Task Bytes_AsAResult_AreReadAndDisposed()
    {
        IFeed feed = Inventory.OpenFeed();
        await using (Stream stream = feed.Open(700_000))
        {
            Assert.True(stream.CanRead);
            Assert.Equal(3, stream.ReadByte());
            var all = new MemoryStream();
            await stream.CopyToAsync(all, Token);
            Assert.Equal(699_999, all.Length);
        }

        Stream closed = feed.Open(1);
        closed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => closed.ReadByte());
    }

    [Fact]
    public void Bytes_ThatAreRetained_AreReadAfterTheCall()
    {
        IFeed feed = Inventory.OpenFeed();
        feed.KeepStream(new MemoryStream([8, 9]));
        Assert.Equal(8, feed.ReadLate());
        Assert.Equal(9, feed.ReadLate());
        Assert.Equal(-1, feed.ReadLate());
    }
}
