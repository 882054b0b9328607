using System.Buffers;
using Multiprocessing.Serialization;

namespace Multiprocessing.Tests.Serialization;

/// <summary>The bytes of messages in their fixed forms. They may not change: programs of different versions share queues.</summary>
public sealed class MessageFormatTests
{
    public static TheoryData<string, Func<byte[]>> Golden => new()
    {
        { "2A000000", () => MessageTesting.Write(42) },
        { "0000000000004540", () => MessageTesting.Write(42.0) },
        { "01", () => MessageTesting.Write(true) },
        { "05", () => MessageTesting.Write(Colour.Blue) },
        { "0100000002000000", () => MessageTesting.Write(new Point(1, 2)) },
        { "0100000007000000", () => MessageTesting.Write<int?>(7) },
        { "0000000000000000", () => MessageTesting.Write<int?>(null) },
        { "", () => MessageTesting.Write("") },
        { "61C3A4E282ACF0908D88", () => MessageTesting.Write("aä€𐍈") },
        { "FF", () => MessageTesting.Write<string?>(null) },
        { "FE610000D8", () => MessageTesting.Write("a\ud800") },
        { "", () => MessageTesting.Write<byte[]>([]) },
        { "0102FF", () => MessageTesting.Write<byte[]>([1, 2, 255]) },
        { "0203", () => MessageTesting.Write<ReadOnlyMemory<byte>>(new byte[] { 1, 2, 3 }.AsMemory(1)) },
        { "01000200", () => MessageTesting.Write<short[]>([1, 2]) },
        { "01000000020000000300000004000000", () => MessageTesting.Write<Point[]>([new(1, 2), new(3, 4)]) },
        { "9301A16192A16202", () => MessageTesting.Write(new Order(1, "a", new Line("b", 2))) },
        { "9301A161C0", () => MessageTesting.Write(new Order(1, "a", null)) },
        { "91C408000000000000F03F", () => MessageTesting.Write(new Samples([1.0])) },
        { "C0", () => MessageTesting.Write<Order?>(null) },
    };

    [Theory]
    [MemberData(nameof(Golden), DisableDiscoveryEnumeration = true)]
    public void Message_OfEachFixedForm_HasItsBytes(string expected, Func<byte[]> write)
    {
        Assert.Equal(expected, Convert.ToHexString(write()));
    }

    [Fact]
    public void Codec_OfUnmanagedType_TellsItsSizeAndElement()
    {
        Assert.True(MessageCodec<Point>.Default.IsUnmanaged);
        Assert.Equal(8, MessageCodec<Point>.Default.Size);
        Assert.Equal(ElementType.Of<Point>().Fingerprint, MessageCodec<Point>.Default.Fingerprint);
        Assert.False(MessageCodec<string>.Default.IsUnmanaged);
        Assert.False(MessageCodec<byte[]>.Default.IsUnmanaged);
        Assert.False(MessageCodec<(int, int)>.Default.IsUnmanaged);
        Assert.False(MessageCodec<Order>.Default.CarriesShared);
    }

    [Fact]
    public void Codec_OfBytes_GivesThemWhereTheyLie()
    {
        byte[] bytes = [1, 2, 3];
        Assert.True(MessageCodec<byte[]>.Default.TryGetBytes(bytes, out ReadOnlySpan<byte> seen));
        Assert.True(seen.Overlaps(bytes));
        Point point = new(1, 2);
        Assert.True(MessageCodec<Point>.Default.TryGetBytes(in point, out ReadOnlySpan<byte> value));
        Assert.Equal(8, value.Length);
        Assert.False(MessageCodec<Order>.Default.TryGetBytes(new Order(1, "", null), out _));
    }

    [Fact]
    public void Fingerprint_OfMessageTypes_TellsVersionsApart()
    {
        Assert.NotEqual(MessageCodec<V1.Item>.Default.Fingerprint, MessageCodec<V2.Item>.Default.Fingerprint);
        Assert.NotEqual(MessageCodec<string>.Default.Fingerprint, MessageCodec<byte[]>.Default.Fingerprint);
        Assert.Equal(MessageCodec<byte[]>.Default.Fingerprint, MessageCodec<ReadOnlyMemory<byte>>.Default.Fingerprint);
        Assert.Contains("(Number:System.Int32,Text:System.String,Line:Multiprocessing.Tests.Serialization.MessageFormatTests.Line)", MessageCodec<Order>.Default.Structure, StringComparison.Ordinal);
        Assert.Contains("Line(Sku:System.String,Count:System.Int32)", MessageCodec<Order>.Default.Structure, StringComparison.Ordinal);
        Assert.NotEqual(MessageCodec<Order>.Default.Fingerprint, MessageCodec<Order>.For(new MessagePackMessageSerializer { UseNames = true }).Fingerprint);
    }

    [Fact]
    public void Array_Null_IsRefused()
    {
        Assert.Throws<ArgumentNullException>(() => MessageTesting.Write<byte[]>(null!));
        Assert.Throws<ArgumentNullException>(() => MessageTesting.Write<double[]>(null!));
    }

    [Fact]
    public void FixedForms_InSteadyState_AllocateTheResultAlone()
    {
        FixedWriter output = new();
        Assert.Equal(0, AllocatedBy(() => RoundTrip(output, 42)));
        Assert.Equal(0, AllocatedBy(() => RoundTrip(output, new Point(1, 2))));
        Assert.Equal(0, AllocatedBy(() => RoundTrip(output, 1.5m)));
        string text = "a text of thirty-two characters.";
        Assert.Equal(SizeOf(() => new string('x', text.Length)), AllocatedBy(() => RoundTrip(output, text)));
        byte[] bytes = new byte[100];
        Assert.Equal(SizeOf(() => new byte[100]), AllocatedBy(() => RoundTrip(output, bytes)));
        double[] numbers = new double[10];
        Assert.Equal(SizeOf(() => new double[10]), AllocatedBy(() => RoundTrip(output, numbers)));
    }

    [Fact]
    public void Record_Written_AllocatesNothing()
    {
        FixedWriter output = new();
        Order order = new(1, "text", new Line("b", 2));
        Assert.Equal(0, AllocatedBy(() =>
        {
            output.Clear();
            MessageCodec<Order>.Default.Write(output, order, TransferScope.None);
        }));
    }

    private static void RoundTrip<T>(FixedWriter output, T value)
    {
        output.Clear();
        MessageCodec<T>.Default.Write(output, value, TransferScope.None);
        MessageCodec<T>.Default.Read(output.Written, TransferScope.None);
    }

    private static long SizeOf(Func<object> make) => AllocatedBy(() => make());

    /// <summary>Bytes that the action allocates at least once in a few runs, after it was compiled.</summary>
    private static long AllocatedBy(Action action)
    {
        for (int i = 0; i < 50; i++) action();
        long least = long.MaxValue;
        for (int i = 0; i < 20; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    internal enum Colour : byte
    {
        Blue = 5,
    }

    internal record struct Point(int X, int Y);

    internal sealed record Line(string Sku, int Count);

    internal sealed record Order(int Number, string Text, Line? Line);

    internal sealed record Samples(double[] Values);

    private sealed class FixedWriter : IBufferWriter<byte>
    {
        private readonly byte[] _bytes = new byte[64 * 1024];
        private int _count;

        internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

        internal void Clear() => _count = 0;

        public void Advance(int count) => _count += count;

        public Memory<byte> GetMemory(int sizeHint = 0) => _bytes.AsMemory(_count);

        public Span<byte> GetSpan(int sizeHint = 0) => _bytes.AsSpan(_count);
    }

    internal static class V1
    {
        internal sealed record Item(int A, int B);
    }

    internal static class V2
    {
        internal sealed record Item(int B, int A);
    }
}
