using Multiprocessing.Diagnostics;

namespace Multiprocessing.Tests.CPython;

/// <summary>What CPython's <c>_TestSharedMemory</c> asks of SharedMemory and ShareableList.</summary>
public sealed class SharedMemoryPortTests : IDisposable
{
    private readonly string _name = $"mp-test-port-{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => SharedMemory.Remove(_name);

    [Fact]
    public void TestSharedMemoryNameWithEmbeddedNull_BothWays_Refused()
    {
        Assert.Throws<ArgumentException>(() => SharedMemory.Create(_name + "\0x", 10));
        Assert.Throws<ArgumentException>(() => SharedMemory.Open(_name + "\0x"));
    }

    [Fact]
    public void TestSharedMemoryBasics_TwoAttached_SeeTheSameBytes()
    {
        using var memory = SharedMemory.Create(_name, 512);
        Assert.Equal(_name, memory.Name);
        Assert.InRange(memory.Size, 512, long.MaxValue);
        Assert.InRange(memory.AsSpan().Length, 512, int.MaxValue);
        memory.AsSpan()[0] = 42;
        using (var also = SharedMemory.Open(_name))
        {
            Assert.Equal(42, also.AsSpan()[0]);
            also.AsSpan()[0] = 7;
            Assert.Equal(memory.Size, also.Size);
        }

        // Closing one mapping leaves the other, and twice is once.
        Assert.Equal(7, memory.AsSpan()[0]);
        Assert.Throws<SegmentExistsException>(() => SharedMemory.Create(_name, 512));
        Assert.True(SharedMemory.Remove(_name));
        Assert.Equal(7, memory.AsSpan()[0]);
        Assert.False(SharedMemory.Remove(_name));
        Assert.Throws<SegmentMissingException>(() => SharedMemory.Open(_name));
    }

    [Fact]
    public void TestSharedMemoryRecreate_GeneratedNames_AreDifferent()
    {
        using var first = SharedMemory.Create(1);
        using var second = SharedMemory.Create(1);
        Assert.NotEqual(first.Name, second.Name);
        SharedMemory.Remove(first.Name);
        SharedMemory.Remove(second.Name);
    }

    [Fact]
    public void TestInvalidSharedMemoryCreation_SizeOfNothing_Refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SharedMemory.Create(_name, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SharedMemory.Create(_name, -1));
    }

    /// <summary>Pickling is the name: who gets it attaches.</summary>
    [Fact]
    public async Task TestSharedMemoryAcrossProcesses_ChildWritesIntoIt_IsSeenHere()
    {
        using var memory = SharedMemory.Create(_name, 512);
        await using var child = ChildProcess.Start(
            static name =>
            {
                using var memory = SharedMemory.Open(name);
                "abcd"u8.CopyTo(memory.AsSpan());
            },
            _name);
        await child.WaitAsync(Token);
        Assert.Equal("abcd"u8, memory.AsSpan()[..4]);
        // The end of a process that only attached removes nothing (CPython 82300).
        using var again = SharedMemory.Open(_name);
        Assert.Equal("abcd"u8, again.AsSpan()[..4]);
    }

    [Fact]
    public void TestSharedMemoryPickleUnpickleDeadObject_RemovedMeanwhile_Refused()
    {
        SharedMemory.Create(_name, 10).Dispose();
        SharedMemory.Remove(_name);
        Assert.Throws<SegmentMissingException>(() => SharedMemory.Open(_name));
    }

    [Fact]
    public async Task TestSharedMemoryUntracking_MakerEnded_StaysUntilRemoved()
    {
        await using var child = ChildProcess.Start(static name => SharedMemory.Create(name, 10).AsSpan()[0] = 9, _name);
        await child.WaitAsync(Token);
        using var memory = SharedMemory.Open(_name);
        Assert.Equal(9, memory.AsSpan()[0]);
    }

    [Fact]
    public void TestSharedMemoryShareableListBasics_EveryKindOfItem_KeptInPlace()
    {
        using var list = ShareableList.Create(_name, ["howdy", "HoWdY"u8.ToArray(), -273.154, 100, null, true, 42]);
        Assert.Equal(7, list.Count);
        Assert.Equal("howdy", list[0]);
        Assert.Equal("HoWdY"u8.ToArray(), list[1]);
        Assert.Equal(-273.154, list[2]);
        Assert.Null(list[4]);
        Assert.Equal(true, list[5]);
        Assert.Equal(42L, list[6]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[7]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[7] = 1);
        // Another kind of item in the same place.
        list[3] = 42;
        Assert.Equal(2, list.CountOf(42));
        Assert.Equal(3, list.IndexOf(42));
        list[3] = "some";
        Assert.Equal("some", list[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[3] = "far too many");
        Assert.Equal("some", list[3]);
        using var also = ShareableList.Open(_name);
        also[6] = 43;
        Assert.Equal(43L, list[6]);
        Assert.Equal(list.ToArray(), also.ToArray());
        using var copy = ShareableList.Create(list);
        Assert.NotEqual(list.Name, copy.Name);
        copy[6] = 44;
        Assert.Equal(43L, list[6]);
        Assert.True(ShareableList.Remove(copy.Name));
        using var empty = ShareableList.Create(Array.Empty<object>());
        Assert.Empty(empty);
        Assert.True(ShareableList.Remove(empty.Name));
    }

    [Fact]
    public async Task TestSharedMemoryShareableListPickling_ToAChild_IsTheSameList()
    {
        using var list = ShareableList.Create(_name, [0, 1.5, "two"]);
        await using var child = ChildProcess.Start(
            static list =>
            {
                list[0] = list.Count;
                list[2] = "2";
            },
            list);
        await child.WaitAsync(Token);
        Assert.Equal([3L, 1.5, "2"], list.ToArray());
    }
}
