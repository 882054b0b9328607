using Multiprocessing.Managers.Rings;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Tests.Managers.Rings;

/// <summary>One direction of a pair of rings, in one process.</summary>
public class LaneTests
{
    private const int Capacity = 64;

    private readonly SharedRef<LaneLayout> _lane = SharedRef<LaneLayout>.Allocate();
    private LaneWriter<LiveMemory> _writer;
    private LaneReader<LiveMemory> _reader;

    public LaneTests()
    {
        SharedRef<byte> bytes = SharedRef<byte>.Allocate(Capacity);
        _writer = new LaneWriter<LiveMemory>(default, _lane, bytes, Capacity);
        _reader = new LaneReader<LiveMemory>(default, _lane, bytes, Capacity);
    }

    [Fact]
    public void Bytes_RoundTheEnd_ComeAsTheyWereWritten()
    {
        var random = new Random(1);
        byte next = 0;
        byte expected = 0;
        for (int i = 0; i < 2000; i++)
        {
            byte[] some = new byte[random.Next(1, Capacity + 10)];
            for (int k = 0; k < some.Length; k++) some[k] = (byte)(next + k);
            next += (byte)_writer.Write(some);
            byte[] target = new byte[random.Next(1, Capacity + 10)];
            int count = _reader.Read(target);
            foreach (byte one in target.AsSpan(0, count)) Assert.Equal(expected++, one);
        }
    }

    [Fact]
    public void Write_IntoAFullRing_TakesNothing()
    {
        Assert.Equal(Capacity, _writer.Write(new byte[Capacity + 1]));
        Assert.Equal(0, _writer.Write(new byte[1]));
        Assert.Equal(3, _reader.Read(new byte[3]));
        Assert.Equal(3, _writer.Write(new byte[5]));
    }

    [Fact]
    public void Writer_ThatRests_IsTakenWhenHalfIsFree()
    {
        _writer.Write(new byte[Capacity]);
        Assert.True(_writer.TryRest(Rest.OnSocket));
        _reader.Read(new byte[(Capacity / 2) - 1]);
        Assert.Equal(Rest.None, _reader.TakeWriter());
        _reader.Read(new byte[1]);
        Assert.Equal(Rest.OnSocket, _reader.TakeWriter());
        Assert.Equal(Rest.None, _reader.TakeWriter());
        Assert.False(_writer.TryRest(Rest.OnSocket));
    }

    [Fact]
    public void Reader_ThatRests_IsTakenByTheNextWriteOnce()
    {
        Assert.True(_reader.TryRest(Rest.OnWord));
        _writer.Write([1]);
        Assert.Equal(Rest.OnWord, _writer.TakeReader());
        Assert.Equal(Rest.None, _writer.TakeReader());
        Assert.False(_reader.TryRest(Rest.OnWord));
    }

    [Theory]
    [InlineData(Capacity + 1)]
    [InlineData(long.MaxValue)]
    [InlineData(-200)]
    public void Positions_ThatCannotBe_AreRefused(long position)
    {
        Volatile.Write(ref _lane.Value.Head, (ulong)position);
        Assert.Throws<InvalidDataException>(() => _reader.Read(new byte[8]));
        Volatile.Write(ref _lane.Value.Tail, (ulong)position);
        Assert.Throws<InvalidDataException>(() => _writer.Write(new byte[Capacity + 1]));
    }
}
