using System.Buffers;
using Multiprocessing.Serialization;
using static Multiprocessing.Tests.Serialization.Generated.Samples;

namespace Multiprocessing.Tests.Serialization.Generated;

/// <summary>Bytes from a damaged or hostile process: a generated codec refuses them with one kind of exception, which names the place; and so for messages that cannot be written.</summary>
public sealed class GeneratedHostileTests
{
    private static readonly Order s_order = new(7, "text", new Line("a", 300), [new Line("b", -5), new Line("c", 70_000)]);

    [Fact]
    public void Message_WithEachByteChanged_IsReadOrRefused()
    {
        Flip(s_order);
        Flip<Drawing>(new Drawing(new Circle("c", 1), [new Square("s", 2)]));
        Flip(new Tuples((1, "a"), (2, null, (3, 4)), (1, 2, 3, 4, 5, 6, 7, 8, "nine"), ValueTuple.Create(5), [(new Point(1, 2), new Line("x", 1))]));
        Flip(new Dictionary<string, long> { ["a"] = 1, ["b"] = long.MaxValue });
        Flip(new Numbers(true, 'x', 1, 1, -1, 1, 70_000, 1, -70_000, 1, Int128.MinValue, UInt128.MaxValue, System.Numerics.BigInteger.Pow(10, 30), (Half)1, 1, 1, 1.5m));
    }

    [Fact]
    public void RandomBytes_TenThousandTimes_AreReadOrRefused()
    {
        Random random = new(20261124);
        int refused = 0;
        for (int i = 0; i < 10_000; i++)
        {
            byte[] bytes = new byte[random.Next(0, 200)];
            random.NextBytes(bytes);
            refused += Refuses<Order>(bytes) + Refuses<Collections>(bytes) + Refuses<Values>(bytes) + Refuses<Node>(bytes) + Refuses<Drawing>(bytes);
        }

        Assert.True(refused > 40_000, $"{refused} of 50,000 were refused.");
    }

    [Fact]
    public void Message_Truncated_IsRefusedAtEveryLength()
    {
        byte[] bytes = MessageTesting.Write(s_order);
        for (int length = 0; length < bytes.Length; length++) Assert.Equal(1, Refuses<Order>(bytes.AsSpan(0, length).ToArray()));
        Assert.Equal(0, Refuses<Order>(bytes));
    }

    [Theory]
    [InlineData("DDFFFFFFFF")] // an array of 2^32-1
    [InlineData("9407DBFFFFFFF061")] // a text of 4 GB
    [InlineData("9407A161C0DD7FFFFFFF")] // a list of 2^31-1
    public void Length_BeyondTheMessage_TakesNoMemory(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Refuses<Order>(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(1, Refuses<Order>(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Theory]
    [InlineData("9407A474657874C092C092A163C3", "Order.Lines[1].Count: an integer was expected, and the byte C3 found (at byte 13)")]
    [InlineData("9407A474657874C091C301", "Order.Lines[0]: an object or a collection was expected, and the byte C3 found (at byte 9)")]
    [InlineData("93", "Order: 4 elements were announced")]
    [InlineData("9407", "Order: 4 elements were announced")]
    [InlineData("9407C0C0C0C0", "1 bytes follow its end")]
    [InlineData("94CEFFFFFFFFC0C0C0", "Order.Number: the number 4294967295 is beyond its type")]
    public void Message_Damaged_IsRefusedWithThePath(string hex, string expected)
    {
        InvalidMessageException error = Assert.Throws<InvalidMessageException>(() => MessageTesting.Read<Order>(Convert.FromHexString(hex)));
        Assert.Contains(expected.Replace("4 elements", hex == "93" ? "3 elements" : "4 elements", StringComparison.Ordinal), error.Message, StringComparison.Ordinal);
        Assert.Contains("Order", error.MessageType, StringComparison.Ordinal);
    }

    [Fact]
    public void Setter_ThatThrows_IsRefusedToo()
    {
        InvalidMessageException error = Assert.Throws<InvalidMessageException>(() => MessageTesting.Read<Throwing>([0x92, 0xFF, 0xC2]));
        Assert.IsType<ArgumentOutOfRangeException>(error.InnerException);
    }

    [Fact]
    public void Depth_BeyondTheLimit_IsRefusedBothWays()
    {
        static Node Chain(int length) => length == 0 ? new Node() : new Node { Next = Chain(length - 1) };
        Assert.NotNull(MessageTesting.RoundTrip(Chain(60)));
        ArgumentException error = Assert.Throws<ArgumentException>(() => MessageTesting.Write(Chain(70)));
        Assert.Contains(".Next.Next", error.Message, StringComparison.Ordinal);
        Node circle = new();
        circle.Children = [circle];
        error = Assert.Throws<ArgumentException>(() => MessageTesting.Write(circle));
        Assert.Contains("contain themselves", error.Message, StringComparison.Ordinal);

        MessageCodec<Node> deeper = MessageCodec<Node>.For(new MessagePackMessageSerializer { MaxDepth = 500 });
        ArrayBufferWriter<byte> output = new();
        deeper.Write(output, Chain(400), TransferScope.None);
        Assert.NotNull(deeper.Read(output.WrittenSpan, TransferScope.None).Next);
        byte[] bytes = output.WrittenSpan.ToArray();
        Assert.Throws<InvalidMessageException>(() => MessageTesting.Read<Node>(bytes));
        byte[] endless = new byte[1_000_000];
        Array.Fill(endless, (byte)0x93);
        Assert.Equal(1, Refuses<Node>(endless));
    }

    [Fact]
    public void Object_OfAnotherTypeThanDeclared_IsRefusedWithThePath()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => MessageTesting.Write(new Owner("x", new Animal("a"), [new Animal("b"), new Dog("c", true)])));
        Assert.Contains("Owner.Others[1]: Samples.Dog (declared as Samples.Animal", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => MessageTesting.Write<Animal>(new Dog("d", true)));
        error = Assert.Throws<ArgumentException>(() => MessageTesting.Write(new Drawing(new Triangle("t"), [])));
        Assert.Contains("Drawing.First: Samples.Triangle", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Getter_ThatThrows_IsToldAsTheWritersFault()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => MessageTesting.Write(new Throwing { Throws = true }));
        Assert.Contains("no value yet", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Handle_Damaged_LeavesNothingAttached()
    {
        using FakeShared first = new("first");
        byte[] bytes = MessageTesting.Write(new Carrying("c", first, [first]), new FakeScope());
        for (int at = 0; at < bytes.Length; at++)
        {
            byte[] damaged = [.. bytes];
            damaged[at] ^= 0x40;
            FakeScope scope = new();
            try
            {
                MessageTesting.Read<Carrying>(damaged, scope);
            }
            catch (InvalidMessageException)
            {
                Assert.Empty(scope.Attached);
                Assert.All(scope.Seen, static seen => Assert.True(seen.IsDisposed));
            }
            catch (Exception e) when (e is Xunit.Sdk.XunitException)
            {
                // The handle's kind was changed, which the test's own shared object sees.
            }
        }
    }

    private static void Flip<T>(T message)
    {
        byte[] bytes = MessageTesting.Write(message);
        for (int at = 0; at < bytes.Length; at++)
        {
            for (int change = 1; change < 256; change += 3)
            {
                byte[] damaged = [.. bytes];
                damaged[at] ^= (byte)change;
                Refuses<T>(damaged);
            }
        }
    }

    /// <summary>1 when refused; any other exception fails the test.</summary>
    private static int Refuses<T>(byte[] bytes)
    {
        try
        {
            MessageTesting.Read<T>(bytes);
            return 0;
        }
        catch (InvalidMessageException error)
        {
            Assert.NotEmpty(error.Message);
            return 1;
        }
    }
}
