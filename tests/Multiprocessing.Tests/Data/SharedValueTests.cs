using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Data;

public sealed class SharedValueTests : IDisposable
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly string _name = $"value-{Guid.NewGuid():N}";

    public void Dispose() => SharedValue.Remove(_name);

    [Fact]
    public void Create_WithAnInitialValue_IsSeenByOpen()
    {
        using var made = SharedValue.Create(_name, 5L);
        using var opened = SharedValue.Open<long>(_name);
        using var third = SharedValue.CreateOrOpen(_name, 6L);
        Assert.Equal(5, opened.Value);
        Assert.Equal(5, third.Value);
        opened.Value = 8;
        Assert.Equal(8, made.Value);
        Assert.Equal($"value '{_name}' of System.Int64: 8", made.ToString());
        Assert.True(SharedValue.Remove(_name));
        Assert.False(SharedValue.Remove(_name));
    }

    [Fact]
    public void Value_AfterDispose_Throws()
    {
        var value = SharedValue.Create<int>();
        value.Dispose();
        value.Dispose();
        Assert.Throws<ObjectDisposedException>(() => value.Value);
        Assert.Throws<ObjectDisposedException>(() => value.Increment());
        Assert.EndsWith("(closed)", value.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Atomics_OfIntegers_AreThoseOfInterlocked()
    {
        using var number = SharedValue.Create(initial: 10);
        Assert.Equal(13, number.Add(3));
        Assert.Equal(14, number.Increment());
        Assert.Equal(13, number.Decrement());
        Assert.Equal(13, number.Or(2));
        Assert.Equal(15, number.And(6));
        Assert.Equal(6, number.Exchange(1));
        Assert.Equal(1, number.CompareExchange(5, 2));
        Assert.Equal(1, number.CompareExchange(5, 1));
        Assert.Equal(5, number.Value);
        using var large = SharedValue.Create(initial: ulong.MaxValue);
        Assert.Equal(1u, large.Add(2));
        using var small = SharedValue.Create(initial: (byte)7);
        Assert.Equal(7, small.Exchange((byte)8));
        using var flag = SharedValue.Create(initial: true);
        Assert.True(flag.CompareExchange(false, true));
        using var day = SharedValue.Create(initial: DayOfWeek.Friday);
        Assert.Equal(DayOfWeek.Friday, day.Exchange(DayOfWeek.Monday));
        using var wide = SharedValue.Create<Wide>();
        Assert.Throws<NotSupportedException>(() => wide.Exchange(default));
    }

    [Fact]
    public void Add_ToFloatingPoint_AddsFromManyThreads()
    {
        using var sum = SharedValue.Create<double>();
        using var single = SharedValue.Create<float>();
        Parallel.For(0, 4, _ =>
        {
            for (int i = 0; i < 1000; i++)
            {
                sum.Add(0.5);
                single.Add(0.5f);
            }
        });
        Assert.Equal(2000, sum.Value);
        Assert.Equal(2000, single.Value);
        sum.Value = double.NaN;
        Assert.True(double.IsNaN(sum.Add(1)));
    }

    [Fact]
    public void Structs_NestedAndWithInlineArrays_LieInPlace()
    {
        using var value = SharedValue.Create<Outer>(_name);
        value.Value.Inner.Numbers[3] = 42;
        value.Value.Inner.Weight = 1.5f;
        value.Value.Letter = 'x';
        using (var same = SharedValue.Open<Outer>(_name))
        {
            Assert.Equal(42, same.Value.Inner.Numbers[3]);
            Assert.Equal(1.5f, same.Value.Inner.Weight);
            Assert.Equal('x', same.Value.Letter);
        }

        Assert.Throws<SegmentMismatchException>(() => SharedValue.Open<Inner>(_name));
        using var array = SharedArray.Create<Outer>(10);
        array[9].Inner.Numbers[1] = 5;
        Assert.Equal(5, array[^1].Inner.Numbers[1]);
    }

    [Fact]
    public void Create_OfATypeThatMeansNothingElsewhere_NamesTheMember()
    {
        var error = Assert.Throws<ArgumentException>(() => SharedValue.Create<WithHandle>());
        Assert.Contains("WithHandle.Handle: IntPtr", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SharedArray.Create<WithHandle>(1));
    }

    [Fact]
    public async Task TwoProcesses_AddAtomically_LoseNothing()
    {
        using var hits = SharedValue.Create<long>(_name);
        await using var process = TestProcess.Start<AddToValueVerb>(_name, "100000");
        await process.ExpectAsync("ready", Token);
        await process.SendAsync("go");
        for (int i = 0; i < 100_000; i++) hits.Add(1);
        await process.ExpectAsync("done", Token);
        Assert.Equal(200_000, hits.Value);
        await process.EndAsync(Token);
    }

    internal record struct Wide(long First, long Second);

    internal record struct WithHandle(int Number, nint Handle);

    [InlineArray(4)]
    internal struct Four
    {
        private int _first;
    }

    internal struct Inner
    {
        internal Four Numbers;
        internal float Weight;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Outer
    {
        internal char Letter;
        internal Inner Inner;
    }
}
