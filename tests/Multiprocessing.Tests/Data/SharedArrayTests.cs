using System.Globalization;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Data;

public sealed class SharedArrayTests : IDisposable
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly string _name = $"array-{Guid.NewGuid():N}";

    public void Dispose() => SharedArray.Remove(_name);

    [Fact]
    public void Create_Named_IsTheSameMemoryAsOpen()
    {
        using var grid = SharedArray.Create<double>(_name, 1_000_000);
        using var same = SharedArray.Open<double>(_name);
        Assert.Equal(1_000_000, same.Length);
        grid[5] = 1.5;
        ref double cell = ref same[5];
        Assert.Equal(1.5, cell);
        cell = 2.5;
        Assert.Equal(2.5, grid[5L]);
        same[^1] = 7;
        Assert.Equal(7, grid[999_999]);
        Assert.Equal(_name, same.Name);
        Assert.True(SharedArray.Remove(_name));
        Assert.False(SharedArray.Remove(_name));
        Assert.Equal(7, same[^1]);
    }

    [Fact]
    public void Create_Anonymous_HasNoNameAndIsZero()
    {
        using var array = SharedArray.Create<int>(100);
        Assert.Null(array.Name);
        Assert.All(array, static x => Assert.Equal(0, x));
        Assert.Matches("^array '~[0-9a-f]{16}' of System.Int32 × 100$", array.ToString());
    }

    [Fact]
    public void Index_Outside_SaysTheLength()
    {
        using var array = SharedArray.Create<int>(3);
        foreach (long index in (long[])[-1, 3, long.MaxValue, long.MinValue])
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => array[index]);
            Assert.Contains("has 3 elements", error.Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => array[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => array[^0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => array[^4]);
        Assert.Throws<ArgumentOutOfRangeException>(() => array.AsSpan(1, 3).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => array.AsSpan(-1, 1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => array.AsSpan(4, 0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => array.AsSpan(0, -1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => array.CopyTo(2, new int[2]));
        Assert.Equal(0, array.AsSpan(3, 0).Length);
    }

    [Fact]
    public void Index_AfterDispose_Throws()
    {
        var array = SharedArray.Create<int>(3);
        array.Dispose();
        array.Dispose();
        Assert.Throws<ObjectDisposedException>(() => array[0]);
        Assert.Throws<ObjectDisposedException>(() => array[^1]);
        Assert.Throws<ObjectDisposedException>(() => array.AsSpan().Length);
        Assert.Throws<ObjectDisposedException>(() => array.AsSpan(0, 1).Length);
        Assert.Throws<ObjectDisposedException>(() => array.Fill(1));
        Assert.Throws<ObjectDisposedException>(() => array.First());
        Assert.Equal(3, array.Length);
        Assert.EndsWith("(closed)", array.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Chunks_OfAnUnevenLength_CoverAllElementsOnce()
    {
        using var array = SharedArray.Create<int>(1000);
        int next = 0;
        foreach (Span<int> chunk in array.Chunks(300))
            foreach (ref int x in chunk) x = next++;
        Assert.Equal(Enumerable.Range(0, 1000), array);
        List<int> lengths = [];
        foreach (Span<int> chunk in array.Chunks(300)) lengths.Add(chunk.Length);
        Assert.Equal([300, 300, 300, 100], lengths);
        Assert.Throws<ArgumentOutOfRangeException>(() => array.Chunks(0).Current.Length);
    }

    [Fact]
    public void Enumeration_ByReference_Changes()
    {
        using var array = SharedArray.Create<int>(10);
        foreach (ref int x in array) x += 2;
        Assert.Equal(20, array.Sum());
    }

    [Fact]
    public void Copies_InAndOut_KeepTheElements()
    {
        using var array = SharedArray.Create<long>(100);
        array.Fill(9);
        array.CopyFrom(10, [1, 2, 3]);
        long[] part = new long[5];
        array.CopyTo(9, part);
        Assert.Equal([9, 1, 2, 3, 9], part);
        array.Clear();
        Assert.Equal(new long[100], array.ToArray());
    }

    [Fact]
    public void Access_InALoop_AllocatesNothing()
    {
        using var array = SharedArray.Create<long>(1000);
        Sum();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Sum();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        long Sum()
        {
            long sum = 0;
            foreach (long x in array) sum += x;
            foreach (Span<long> chunk in array.Chunks(100)) sum += chunk[0];
            for (int i = 0; i < array.Length; i++) sum += array[i];
            return sum;
        }
    }

    [Fact]
    public void Create_OfNoElements_IsEmpty()
    {
        using var array = SharedArray.Create<double>(0);
        Assert.Empty(array);
        Assert.True(array.AsSpan().IsEmpty);
        foreach (Span<double> _ in array.Chunks()) Assert.Fail("There is no chunk of nothing.");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Create_WithAnImpossibleLength_IsRefused(long length) => Assert.Throws<ArgumentOutOfRangeException>(() => SharedArray.Create<double>(length));

    [Fact]
    public void Create_LargerThanThePlace_SaysWhatIsFree()
    {
        var error = Assert.Throws<SegmentSpaceException>(() => SharedArray.Create<double>(_name, 1L << 50));
        Assert.Contains($"array '{_name}' needs {(1L << 53) + 8192} bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AsAnotherType_SaysWhichToOpen()
    {
        using var grid = SharedArray.Create<double>(_name, 1_000_000);
        var error = Assert.Throws<SegmentMismatchException>(() => SharedArray.Open<float>(_name));
        Assert.Equal(
            $"array '{_name}' holds System.Double (8 bytes) × 1000000; opened as System.Single (4 bytes). Open it as SharedArray<double>.", error.Message);
        Assert.Throws<SegmentMismatchException>(() => SharedArray.Open<long>(_name));
        Assert.Throws<SegmentMismatchException>(() => SharedValue.Open<double>(_name));
        Assert.Throws<SegmentMismatchException>(() => SharedArray.CreateOrOpen<double>(_name, 999_999));
        Assert.Throws<SegmentMismatchException>(() => SharedValue.Remove(_name));
        Assert.Throws<SegmentExistsException>(() => SharedArray.Create<double>(_name, 5));
        Assert.Throws<SegmentMissingException>(() => SharedArray.Open<double>(_name + "x"));
        Assert.True(SharedArray.Remove(_name));
    }

    [Fact]
    public void CreateOrOpen_Twice_IsOneArray()
    {
        using var first = SharedArray.CreateOrOpen<int>(_name, 10);
        using var second = SharedArray.CreateOrOpen<int>(_name, 10);
        first[3] = 4;
        Assert.Equal(4, second[3]);
    }

    [Fact]
    public async Task TwoProcesses_WriteAndRead_TheSameElements()
    {
        using var grid = SharedArray.Create<long>(_name, 1000);
        await using var process = TestProcess.Start<FillArrayVerb>(_name);
        await process.ExpectAsync("ready", Token);
        grid[0] = 41;
        await process.SendAsync("go");
        Assert.Equal(41, long.Parse(await process.ExpectAsync("found", Token), CultureInfo.InvariantCulture));
        for (int i = 0; i < 1000; i++) Assert.Equal(i * 3, grid[i]);
        await process.EndAsync(Token);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(129)]
    public void Create_Elements_BeginsWithThem(int length)
    {
        long[] elements = [.. Enumerable.Range(1, length).Select(static i => (long)i)];
        using var named = SharedArray.Create<long>(_name, elements, new SharedObjectOptions { Lifetime = ObjectLifetime.UntilLastUser });
        using var same = SharedArray.Open<long>(_name);
        using var anonymous = SharedArray.Create<long>(elements);
        Assert.Equal(elements, same.ToArray());
        Assert.Equal(elements, anonymous.ToArray());
    }

    [Fact]
    public void Lock_TwoHandles_ExcludeEachOther()
    {
        using var one = SharedArray.Create<long>(_name, 3, new SharedObjectOptions { Lifetime = ObjectLifetime.UntilLastUser });
        using var two = SharedArray.Open<long>(_name);
        Assert.Same(one.Lock, one.Lock);
        using (one.Lock.Enter(Token))
        {
            one.AsSpan().Fill(-1);
            Assert.False(two.Lock.TryEnter(out _));
        }

        using (two.Lock.Enter(Token)) Assert.Equal([-1L, -1L, -1L], two.ToArray());
    }

    [Fact]
    public void Lock_AfterDispose_ThrowsAndIsClosed()
    {
        var array = SharedArray.Create<long>(3);
        InterprocessLock own = array.Lock;
        array.Dispose();
        Assert.Throws<ObjectDisposedException>(() => own.Enter(Token));
        Assert.Throws<ObjectDisposedException>(() => array.Lock);
    }

    [Fact]
    public void Lock_SentWithoutItsArray_IsRefused()
    {
        using var array = SharedArray.Create<long>(3);
        using var queue = InterprocessQueue.Create<InterprocessLock>();
        var error = Assert.ThrowsAny<Exception>(() => queue.Put(array.Lock, Token));
        Assert.Contains("cannot travel alone", error.GetBaseException().Message, StringComparison.Ordinal);
    }
}
