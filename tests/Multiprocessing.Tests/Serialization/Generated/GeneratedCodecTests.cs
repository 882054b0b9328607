using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using Multiprocessing;
using Multiprocessing.Serialization;
using Multiprocessing.Serialization.Codecs;
using Multiprocessing.Tests.Serialization;
using Multiprocessing.Tests.Serialization.Generated;
using static Multiprocessing.Tests.Serialization.Generated.Samples;

[assembly: Message(typeof(Numbers))]
[assembly: Message(typeof(Values))]
[assembly: Message(typeof(Order))]
[assembly: Message(typeof(Animal))]
[assembly: Message(typeof(Dog))]
[assembly: Message(typeof(Owner))]
[assembly: Message(typeof(Fields))]
[assembly: Message(typeof(Ordinary))]
[assembly: Message(typeof(Lower))]
[assembly: Message(typeof(Filled))]
[assembly: Message(typeof(SeveralConstructors))]
[assembly: Message(typeof(PrivateSetter))]
[assembly: Message(typeof(Keywords))]
[assembly: Message(typeof(Nothing))]
[assembly: Message(typeof(Collections))]
[assembly: Message(typeof(Tuples))]
[assembly: Message(typeof(Node))]
[assembly: Message(typeof(Generic<Line[]>))]
[assembly: Message(typeof(Dictionary<string, long>))]
[assembly: Message(typeof(List<string>))]
[assembly: Message(typeof(Line[]))]
[assembly: Message(typeof((int, string)))]
[assembly: Message(typeof(KeyValuePair<string, int>))]
[assembly: Message(typeof(Shape))]
[assembly: Message(typeof(Drawing))]
[assembly: Message(typeof(Carrying))]
[assembly: Message(typeof(Throwing))]

namespace Multiprocessing.Tests.Serialization.Generated;

/// <summary>Generated codecs write and read what the general serializer does, byte for byte; programs with and without them share queues.</summary>
public sealed class GeneratedCodecTests
{
    private static readonly Line s_line = new("a", 3);

    public static TheoryData<string, Action> Messages => new()
    {
        { "Numbers", () => Same(new Numbers(true, 'ä', -8, 200, -300, 60_000, -70_000, uint.MaxValue, long.MinValue, ulong.MaxValue, Int128.MinValue, UInt128.MaxValue, BigInteger.Pow(-10, 41), (Half)1.5, -1.5f, double.NaN, -79228162514264337593543950335m)) },
        { "Numbers, zero", () => Same(new Numbers(false, '\0', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (Half)0, 0, 0, 0)) },
        { "Numbers, small", () => Same(new Numbers(false, '\x7f', -32, 127, -33, 255, 127, 128, -128, 65_536, -5, 5, -5, Half.MaxValue, float.Epsilon, -0.0, 1.50m)) },
        { "Numbers, between", () => Same(new Numbers(false, '\xffff', 127, 128, -129, 256, -32_768, 65_535, -32_769, 4_294_967_296, long.MinValue, ulong.MaxValue, long.MaxValue, Half.NaN, float.NaN, 1, decimal.MinusOne)) },
        { "Numbers, large", () => Same(new Numbers(false, 'x', 1, 1, 1, 1, int.MaxValue, 1, -2_147_483_649, long.MaxValue, ulong.MaxValue, (UInt128)ulong.MaxValue + 1, BigInteger.Pow(2, 120), (Half)1, 1, 1, 1)) },
        { "Values", () => Same(SomeValues(new DateTime(2026, 11, 23, 1, 2, 3, DateTimeKind.Local), "text")) },
        { "Values, null", () => Same(SomeValues(DateTime.UnixEpoch, null) with { Uri = null, Version = null, Address = null, End = null, Culture = null, Encoding = null }) },
        { "Values, time before 1970", () => Same(SomeValues(new DateTime(5, DateTimeKind.Utc), "ä€𐍈")) },
        { "Values, time after 2514", () => Same(SomeValues(DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc), new string('x', 31))) },
        { "Values, time with a part of a second", () => Same(SomeValues(DateTime.UnixEpoch.AddTicks(7), new string('x', 32))) },
        { "Values, time of no kind", () => Same(SomeValues(new DateTime(7, DateTimeKind.Unspecified), new string('ä', 200))) },
        { "Text, long", () => Same(new Order(1, new string('ß', 100_000), null, null)) },
        { "Text, half pair", () => Same(new Order(1, "a\ud800", null, null)) },
        { "Text, each length about the limits", () => { foreach (int length in (int[])[10, 15, 16, 30, 31, 32, 85, 86, 255, 256, 257, 65_535, 65_536]) { Same(new Order(1, new string((char)120, length), null, null)); Same(new Order(1, new string((char)233, length), null, null)); } } },
        { "Order", () => Same(new Order(1, "text", s_line, [s_line, new Line("b", -1)])) },
        { "Order, null", () => Same<Order?>(null) },
        { "Class with a base", () => Same(new Dog("rex", true) { Age = 3, Legs = 4 }) },
        { "Class that is not sealed", () => Same(new Animal("cat") { Age = 2 }) },
        { "Owner", () => Same(new Owner("me", new Animal("cat"), [new Animal("dog")])) },
        { "Struct with fields", () => Same(new Fields { A = 5, B = "b", Last = "l" }) },
        { "Class", () => Same(new Ordinary { Set = 2, Init = 3, Required = "r", Field = 4, Ignored = 5, Hidden = 6 }) },
        { "Class that overrides and hides", () => Same(new Lower { Virtual = 1, Shadowed = "s", Own = 3, Plain = 4 }) },
        { "Collections without setters", () => { Filled filled = new() { Count = 1 }; filled.Items.Add("b"); filled.Prices["x"] = 1.5m; filled.Numbers.Add(7); Same(filled); } },
        { "Several constructors", () => Same(new SeveralConstructors(5) { Made = "here" }) },
        { "Private setter", () => Same(new PrivateSetter(5)) },
        { "Keywords", () => Same(new Keywords { @class = 1, value = 2, Value = 3, Reader = 4 }) },
        { "Nothing", () => Same(new Nothing()) },
        { "Collections", () => Same(SomeCollections()) },
        { "Tuples", () => Same(new Tuples((1, "a"), (2, null, (3, 4)), (1, 2, 3, 4, 5, 6, 7, 8, "nine"), ValueTuple.Create(5), [(new Point(1, 2), s_line), (default, null)])) },
        { "Tuples, null", () => Same(new Tuples((1, "a"), null, default, default, [])) },
        { "Tree", () => Same(new Node { Number = 1, Next = new Node { Number = 2 }, Children = [new Node { Children = [] }, null!] }) },
        { "Generic", () => Same(new Generic<Line[]>([s_line], [[s_line, s_line], []])) },
        { "Dictionary alone", () => Same(new Dictionary<string, long> { ["a"] = 1, ["b"] = long.MaxValue }) },
        { "List alone", () => Same<List<string>>(["a", "", "c"]) },
        { "List of 70,000", () => Same<List<string>>([.. Enumerable.Range(0, 70_000).Select(static i => i.ToString(CultureInfo.InvariantCulture))]) },
        { "Array alone", () => Same<Line[]>([s_line, null!]) },
        { "Tuple alone", () => Same((5, "x")) },
        { "Pair alone", () => Same(new KeyValuePair<string, int>("k", 9)) },
        { "Union alone", () => Same<Shape>(new Circle("c", 2)) },
        { "Union within", () => Same(new Drawing(new Square("s", 1), [new Circle("c", 2), new Square("d", 3)])) },
    };

    [Theory]
    [MemberData(nameof(Messages), DisableDiscoveryEnumeration = true)]
    public void Message_OfEachKind_HasTheBytesOfTheGeneralSerializer(string name, Action compare)
    {
        Assert.NotEmpty(name);
        compare();
    }

    [Fact]
    public void Sequence_MadeWhileItIsRead_IsWrittenWhole()
    {
        static IEnumerable<int> Made()
        {
            yield return 1;
            yield return 2;
        }

        byte[] bytes = MessageTesting.Write(SomeCollections() with { Sequence = Made() });
        Assert.Equal([1, 2], MessageTesting.Read<Collections>(bytes).Sequence);
    }

    [Fact]
    public void SharedObjects_InAMessage_UseTheScopeOfTheCarrier()
    {
        using FakeShared first = new("first");
        using FakeShared second = new("second");
        FakeScope scope = new();
        byte[] bytes = MessageTesting.Write(new Carrying("c", first, [second]), scope);
        Assert.IsType<GeneratedMessageCodec<Carrying>>(MessageCodec<Carrying>.Default);
        Assert.True(MessageCodec<Carrying>.Default.CarriesShared);
        Assert.Equal<object>([first, second], scope.Held);
        ArrayBufferWriter<byte> general = new();
        MessagePackMessageSerializer.Instance.WriteByShape(general, new Carrying("c", first, [second]), new FakeScope());
        Assert.Equal(general.WrittenSpan, bytes);
        FakeScope reading = new();
        Carrying read = MessageTesting.Read<Carrying>(bytes, reading);
        Assert.Equal(("first", "second"), (read.Shared!.Name, read.All[0].Name));
        Assert.Equal([read.Shared, read.All[0]], reading.Attached);
    }

    [Fact]
    public void SharedObject_ThatIsGone_IsToldAsItIs()
    {
        FakeShared gone = new("gone");
        gone.Dispose();
        Assert.Throws<ObjectDisposedException>(() => MessageTesting.Write(new Carrying("c", gone, []), new FakeScope()));
    }

    [Fact]
    public void Writing_InSteadyState_AllocatesNothing()
    {
        ReusedWriter output = new();
        Order order = new(1, "a text of thirty-two characters.", s_line, [s_line, s_line]);
        Fields fields = new() { A = 1, B = "b", Last = "l" };
        Assert.Equal(0, AllocatedBy(() => Write(output, order)));
        Assert.Equal(0, AllocatedBy(() => Write(output, fields)));
        Assert.Equal(0, AllocatedBy(() => Write(output, (5, "x"))));
    }

    [Fact]
    public void Reading_InSteadyState_AllocatesTheResultAlone()
    {
        ReusedWriter output = new();
        Write(output, new Order(1, "a text of thirty-two characters.", s_line, null));
        string text = "a text of thirty-two characters.";
        long wanted = AllocatedBy(() => GC.KeepAlive(new Order(1, new string('x', text.Length), new Line(new string('a', 1), 3), null)));
        Assert.Equal(wanted, AllocatedBy(() => GC.KeepAlive(MessageCodec<Order>.Default.Read(output.Written, TransferScope.None))));
    }

    private static Values SomeValues(DateTime time, string? text) => new(
        Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), time, new DateTimeOffset(2026, 11, 23, 1, 2, 3, TimeSpan.FromHours(-2)), new DateOnly(2026, 11, 23), new TimeOnly(1, 2, 3, 4),
        TimeSpan.FromTicks(-5), new Complex(1, -1), new Rune('€'), ^3, 1..^2, new Uri("a/b?c", UriKind.Relative), new Version(1, 2, 3), IPAddress.Parse("fe80::1"),
        new IPEndPoint(IPAddress.Loopback, 80), new Vector3(1, 2, 3), Matrix4x4.Identity, CultureInfo.GetCultureInfo("de-DE"), Encoding.UTF8, System.Drawing.Color.FromArgb(200, 2, 3, 4), DayOfWeek.Friday,
        Colour.Blue, text);

    private static Collections SomeCollections() => new(
        [1, -2], ["a", null], [new(1, 2)], [[1], [2, 3], []], [1, 255], [Colour.Blue], [1.5, -0.0], ["r"], [7, 8], [true, false],
        ["s"], new HashSet<int> { 5 }, [3, 1, 2], new([4, 5]), new([6, 7]), [8], [9, 10],
        ["i"], new() { ["k"] = s_line, ["n"] = null }, new Dictionary<Colour, int?> { [Colour.Red] = 1, [Colour.Blue] = null }, new() { [2] = "two", [1] = "one" },
        new ConcurrentDictionary<string, List<int>> { ["c"] = [1, 300] }, new List<int> { 1, 2, 3 }.ToArray().AsMemory(1), "part"u8.ToArray().AsMemory(1, 2), [new("p", 1)], [1, null], null);

    /// <summary>Same bytes, same description; and what one wrote, the other reads.</summary>
    private static void Same<T>(T value)
    {
        MessageCodec<T> codec = MessageCodec<T>.Default;
        Assert.IsType<GeneratedMessageCodec<T>>(codec);
        MessagePackMessageSerializer serializer = MessagePackMessageSerializer.Instance;
        Assert.Equal($"message:{serializer.Name}:{serializer.TypeOf<T>().Description}", codec.Structure);
        Assert.Equal(serializer.TypeOf<T>().CarriesShared, codec.CarriesShared);
        ArrayBufferWriter<byte> general = new();
        serializer.WriteByShape(general, value, TransferScope.None);
        byte[] bytes = MessageTesting.Write(value);
        Assert.Equal(Convert.ToHexString(general.WrittenSpan), Convert.ToHexString(bytes));

        T read = codec.Read(bytes, TransferScope.None);
        T readByShape = serializer.ReadByShape<T>(new ReadOnlySequence<byte>(bytes), TransferScope.None);
        ArrayBufferWriter<byte> again = new();
        serializer.WriteByShape(again, readByShape, TransferScope.None);
        Assert.Equal(Convert.ToHexString(again.WrittenSpan), Convert.ToHexString(MessageTesting.Write(read)));
        if (typeof(T) != typeof(Filled)) MessageTesting.RoundTrip(value);
    }

    private static void Write<T>(ReusedWriter output, T value)
    {
        output.Clear();
        MessageCodec<T>.Default.Write(output, value, TransferScope.None);
    }

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

    private sealed class ReusedWriter : IBufferWriter<byte>
    {
        private readonly byte[] _bytes = new byte[64 * 1024];
        private int _count;

        internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

        internal void Clear() => _count = 0;

        public void Advance(int count) => _count += count;

        public Memory<byte> GetMemory(int sizeHint = 0) => _bytes.AsMemory(_count);

        public Span<byte> GetSpan(int sizeHint = 0) => _bytes.AsSpan(_count);
    }
}
