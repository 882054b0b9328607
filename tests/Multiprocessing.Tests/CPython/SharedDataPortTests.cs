namespace Multiprocessing.Tests.CPython;

/// <summary>What CPython's <c>_TestValue</c>, <c>_TestArray</c> and <c>_TestSharedCTypes</c> ask.</summary>
public sealed class SharedDataPortTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TestValue_SetByAChild_IsSeenHere()
    {
        using var integer = GuardedValue.Create(initial: 4343);
        using var real = GuardedValue.Create(initial: 3.625);
        using var wide = GuardedValue.Create(initial: -3L << 34);
        Assert.Equal(4343, integer.Value);
        await using var child = ChildProcess.Start(
            static (integer, real, wide) =>
            {
                integer.Update(static (ref int value) => value = 24234);
                real.Update(static (ref double value) => value = -3.625);
                wide.Update(static (ref long value) => value = 2L << 35);
            },
            integer, real, wide);
        await child.WaitAsync(Token);
        Assert.Equal(24234, integer.Value);
        Assert.Equal(-3.625, real.Value);
        Assert.Equal(2L << 35, wide.Value);
    }

    [Fact]
    public async Task TestRawvalue_SetByAChild_IsSeenHere()
    {
        using var raw = SharedValue.Create(initial: 5);
        await using var child = ChildProcess.Start(static raw => raw.Value = 6, raw);
        await child.WaitAsync(Token);
        Assert.Equal(6, raw.Value);
    }

    [Fact]
    public async Task TestArray_SummedUpByAChild_IsSeenHere()
    {
        int[] sequence = [680, 626, 934, 821, 150, 233, 548, 982, 714, 831];
        using var array = SharedArray.Create<int>(sequence);
        Assert.Equal(sequence.Length, array.Length);
        Assert.Equal(sequence[3], array[3]);
        Assert.Equal(sequence[2..7], array.AsSpan(2, 5).ToArray());
        int[] inserted = [1, 2, 3, 4];
        inserted.CopyTo(array.AsSpan(4, 4));
        inserted.CopyTo(sequence, 4);
        await using var child = ChildProcess.Start(
            static array =>
            {
                for (int i = 1; i < array.Length; i++) array[i] += array[i - 1];
            },
            array);
        for (int i = 1; i < sequence.Length; i++) sequence[i] += sequence[i - 1];
        await child.WaitAsync(Token);
        Assert.Equal(sequence, array.ToArray());
    }

    [Fact]
    public void TestArrayFromSize_MadeAgainAndAgain_IsZero()
    {
        for (int round = 0; round < 3; round++)
        {
            using var array = SharedArray.Create<int>(10);
            Assert.Equal(new int[10], array.ToArray());
            for (int i = 0; i < 10; i++) array[i] = i;
            Assert.Equal(Enumerable.Range(0, 10), array.ToArray());
        }
    }

    [Fact]
    public void TestArrayAcceptsLong_Length_IsALong()
    {
        using var array = SharedArray.Create<byte>(10L);
        Assert.Equal(10L, array.Length);
    }

    [Fact]
    public async Task TestGetobjGetlock_LockOfTheArray_ExcludesTheChild()
    {
        using var array = SharedArray.Create<long>(1);
        static void Add(SharedArray<long> array)
        {
            for (int i = 0; i < 500; i++)
                using (array.Lock.Enter()) array[0]++;
        }

        await using var child = ChildProcess.Start(Add, array);
        Add(array);
        await child.WaitAsync(Token);
        Assert.Equal(1000, array[0]);
    }

    /// <summary>Values, a structure and an array of structures, all doubled by a child.</summary>
    [Fact]
    public async Task TestSharedctypes_DoubledByAChild_AreSeenHere()
    {
        using var value = SharedValue.Create(initial: 7);
        using var structure = GuardedValue.Create(initial: new Pair { X = 3, Y = 2.5 });
        using var array = SharedArray.Create<Pair>(10);
        for (int i = 0; i < 10; i++) array[i] = new Pair { X = i, Y = i / 2.0 };
        await using var child = ChildProcess.Start(
            static (value, structure, array) =>
            {
                value.Value *= 2;
                structure.Update(static (ref Pair pair) => pair = new Pair { X = pair.X * 2, Y = pair.Y * 2 });
                for (int i = 0; i < array.Length; i++) array[i] = new Pair { X = array[i].X * 2, Y = array[i].Y * 2 };
            },
            value, structure, array);
        await child.WaitAsync(Token);
        Assert.Equal(14, value.Value);
        Assert.Equal(6, structure.Value.X);
        Assert.Equal(5.0, structure.Value.Y);
        for (int i = 0; i < 10; i++) Assert.Equal((i * 2, (double)i), (array[i].X, array[i].Y));
    }

    [Fact]
    public void TestCopy_OfAValue_IsApart()
    {
        using var structure = SharedValue.Create(initial: new Pair { X = 2, Y = 5.0 });
        using var copy = SharedValue.Create(initial: structure.Value);
        structure.Value = default;
        Assert.Equal(2, copy.Value.X);
        Assert.Equal(5.0, copy.Value.Y);
    }

    /// <summary>Two numbers.</summary>
    public struct Pair
    {
        internal int X;
        internal double Y;
    }
}
