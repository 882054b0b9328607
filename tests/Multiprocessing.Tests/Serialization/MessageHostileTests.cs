using System.Buffers;
using Multiprocessing.Serialization;

namespace Multiprocessing.Tests.Serialization;

/// <summary>Bytes from a damaged or hostile process: refused with one kind of exception, whatever they are, and with no more memory than they are worth.</summary>
public sealed class MessageHostileTests
{
    private static readonly Message s_sample = new(7, "text", [1.5, 2.5], new() { ["a"] = new Inner(1, null), ["b"] = new Inner(2, [3, 4]) }, (1, "x"), DateTime.UnixEpoch, ["p", "q"], null);

    [Fact]
    public void RandomBytes_TenThousandTimes_AreReadOrRefused()
    {
        Random random = new(20261123);
        int refused = 0;
        for (int i = 0; i < 10_000; i++)
        {
            byte[] bytes = new byte[random.Next(0, 200)];
            random.NextBytes(bytes);
            refused += Refuses<Message>(bytes) + Refuses<List<Inner>>(bytes) + Refuses<string>(bytes) + Refuses<double[]>(bytes) + Refuses<Point>(bytes);
        }

        Assert.True(refused > 30_000, $"{refused} of 50,000 were refused.");
    }

    [Fact]
    public void Message_WithEachByteChanged_IsReadOrRefused()
    {
        byte[] bytes = MessageTesting.Write(s_sample);
        for (int at = 0; at < bytes.Length; at++)
        {
            for (int change = 1; change < 256; change += 7)
            {
                byte[] damaged = [.. bytes];
                damaged[at] ^= (byte)change;
                Refuses<Message>(damaged);
            }
        }
    }

    [Fact]
    public void Message_Truncated_IsRefusedAtEveryLength()
    {
        byte[] bytes = MessageTesting.Write(s_sample);
        for (int length = 0; length < bytes.Length; length++) Assert.Equal(1, Refuses<Message>(bytes.AsSpan(0, length).ToArray()));
        Assert.Equal(0, Refuses<Message>(bytes));
    }

    [Fact]
    public void Message_WithBytesBehindIt_IsRefused()
    {
        byte[] bytes = [.. MessageTesting.Write(s_sample), 0xC0];
        InvalidMessageException error = Assert.Throws<InvalidMessageException>(() => MessageTesting.Read<Message>(bytes));
        Assert.Contains("1 bytes follow its end", error.Message, StringComparison.Ordinal);
        Assert.Equal(bytes.Length, error.Size);
        Assert.Contains("Message", error.MessageType, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DDFFFFFFFF")] // array of 2^32-1
    [InlineData("DD7FFFFFFFC0")]
    [InlineData("DFFFFFFFFFC0")] // map
    [InlineData("98CE00000001DBFFFFFFF061")] // a text of 4 GB
    [InlineData("9801A161C6FFFFFFF800")] // a binary of 4 GB for the numbers
    [InlineData("9801A161C40700000000000000")] // a binary that is no multiple of 8
    public void Length_BeyondTheMessage_TakesNoMemory(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Refuses<Message>(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(1, Refuses<Message>(bytes));
        Assert.Equal(1, Refuses<List<Inner>>(bytes));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Theory]
    [InlineData((byte)0x91)] // arrays in arrays
    [InlineData((byte)0x81)] // maps in maps
    public void Nesting_OfAMillionLevels_IsRefusedWithoutOverflow(byte level)
    {
        byte[] bytes = new byte[1_000_000];
        Array.Fill(bytes, level);
        Assert.Equal(1, Refuses<Node>(bytes));
        Assert.Equal(1, Refuses<Message>(bytes));
        Assert.Equal(1, Refuses<List<List<List<Inner>>>>(bytes));
    }

    [Fact]
    public void UnknownMember_WithDeepContent_IsSkippedWithoutOverflow()
    {
        MessageCodec<Node> codec = MessageCodec<Node>.For(new MessagePackMessageSerializer { UseNames = true });
        byte[] bytes = [0x81, 0xA1, (byte)'z', .. Enumerable.Repeat((byte)0x91, 500_000), 0xC0];
        Assert.Null(codec.Read(bytes, TransferScope.None).Next);
        Assert.Throws<InvalidMessageException>(() => codec.Read(bytes.AsSpan(0, bytes.Length - 1), TransferScope.None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(9)]
    public void Unmanaged_OfAnotherLength_IsRefused(int length)
    {
        InvalidMessageException error = Assert.Throws<InvalidMessageException>(() => MessageTesting.Read<Point>(new byte[length]));
        Assert.Contains("such a message has 8 bytes", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("80")]
    [InlineData("C3")]
    [InlineData("EDA080")] // a surrogate in UTF-8
    [InlineData("FF00")]
    [InlineData("FE61")]
    public void Text_OfInvalidBytes_IsRefused(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Assert.Throws<InvalidMessageException>(() => MessageTesting.Read<string>(bytes));
        Assert.Throws<InvalidMessageException>(() => MessageCodec<string>.Default.Read(MessageTesting.Pieces(bytes), TransferScope.None));
    }

    [Fact]
    public void Constructor_ThatThrows_MakesTheMessageUnreadable()
    {
        byte[] bytes = MessageTesting.Write(new Strict(5));
        bytes[^1] = 0xFF;
        InvalidMessageException error = Assert.Throws<InvalidMessageException>(() => MessageTesting.Read<Strict>(bytes));
        Assert.Contains("must not be negative", error.Message, StringComparison.Ordinal);
    }

    private static int Refuses<T>(byte[] bytes)
    {
        try
        {
            MessageCodec<T>.Default.Read(bytes, TransferScope.None);
            return 0;
        }
        catch (InvalidMessageException)
        {
            return 1;
        }
    }

    internal sealed record Message(int Number, string Text, double[] Values, Dictionary<string, Inner> Map, (int, string) Tuple, DateTime Time, List<string> List, Node? Node);

    internal sealed record Inner(int Number, List<int>? Numbers);

    internal sealed class Node
    {
        public Node? Next { get; set; }
    }

    internal record struct Point(int X, int Y);

    internal sealed class Strict
    {
        public Strict(int number)
        {
            if (number < 0) throw new ArgumentException("The number must not be negative.", nameof(number));
            Number = number;
        }

        public int Number { get; }
    }
}
