using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Drawing;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using PolyType;

namespace Multiprocessing.Tests.Serialization;

public sealed class MessageRoundTripTests
{
    [Fact]
    public void Record_WithEverything_ArrivesEqual()
    {
        Everything sent = new(
            true, 'ä', -8, 8, -16, 16, -32, 32, -64, 64, Int128.MinValue, UInt128.MaxValue, (Half)1.5, 1.5f, double.NaN, 79228162514264337593543950335m, Guid.NewGuid(),
            new DateTime(2026, 11, 23, 1, 2, 3, DateTimeKind.Local), new DateTimeOffset(2026, 11, 23, 1, 2, 3, TimeSpan.FromHours(2)), new DateOnly(2026, 11, 23),
            new TimeOnly(1, 2, 3, 4), TimeSpan.FromTicks(-5), BigInteger.Pow(10, 40), new Complex(1, -1), new Rune('€'), ^3, 1..^2, new Uri("http://host/a?b"), new Version(1, 2, 3),
            IPAddress.Parse("fe80::1"), new IPEndPoint(IPAddress.Loopback, 80), new Vector3(1, 2, 3), Matrix4x4.Identity, new Point(1, 2), new Rectangle(1, 2, 3, 4), DayOfWeek.Friday, "text");
        Everything read = MessageTesting.RoundTrip(sent);
        Assert.Equal(sent, read);
        Assert.Equal(DateTimeKind.Local, read.Time.Kind);
    }

    [Fact]
    public void Record_WithCultureAndEncoding_ArrivesEqual()
    {
        Localised read = MessageTesting.RoundTrip(new Localised(CultureInfo.InvariantCulture, Encoding.UTF8, Color.FromArgb(1, 2, 3, 4)));
        Assert.Equal(CultureInfo.InvariantCulture, read.Culture);
        Assert.Equal(Encoding.UTF8.WebName, read.Encoding.WebName);
        Assert.Equal(Color.FromArgb(1, 2, 3, 4), read.Colour);
    }

    [Theory]
    [InlineData(DateTimeKind.Local)]
    [InlineData(DateTimeKind.Utc)]
    [InlineData(DateTimeKind.Unspecified)]
    public void DateTime_OfEachKind_KeepsItAndItsTicks(DateTimeKind kind)
    {
        DateTime time = new(638_000_000_000_000_001, kind);
        Assert.Equal(time, MessageTesting.RoundTrip(time));
        Assert.Equal(kind, MessageTesting.RoundTrip(time).Kind);
        Assert.Equal(kind, MessageTesting.RoundTrip(new Timed(time)).At.Kind);
        Assert.Equal(time.Ticks, MessageTesting.RoundTrip(new Timed(time)).At.Ticks);
    }

    [Fact]
    public void Records_NestedNullableAndInherited_ArriveEqual()
    {
        Nested sent = new("a", null, new Nested("b", 5, null, null, []), (1, "x", 2.5), [new Leaf(1, null), new Leaf(2, "y")]);
        Nested read = MessageTesting.RoundTrip(sent);
        Assert.Equal(sent.Name, read.Name);
        Assert.Null(read.Number);
        Assert.Equal(5, read.Child!.Number);
        Assert.Equal((1, "x", 2.5), read.Tuple);
        Assert.Equal(sent.Leaves, read.Leaves);
        Assert.Equal(new Extended(7, "base") { More = 9 }, MessageTesting.RoundTrip(new Extended(7, "base") { More = 9 }));
    }

    [Fact]
    public void Class_WithoutAttributes_ArrivesWithItsMembers()
    {
        Ordinary read = MessageTesting.RoundTrip(new Ordinary { Set = 1, Init = 2, Required = "r", Field = 4 });
        Assert.Equal((1, 2, "r", 4), (read.Set, read.Init, read.Required, read.Field));
        Assert.Equal(3, read.Sum);
    }

    [Fact]
    public void Class_WithCollectionsThatCannotBeSet_ArrivesWithThemFilled()
    {
        Filled sent = new();
        sent.Items.Add("one");
        sent.Prices["a"] = 1.5m;
        Filled read = MessageTesting.RoundTrip(sent);
        Assert.Equal(["one"], read.Items);
        Assert.Equal(1.5m, read.Prices["a"]);
    }

    [Fact]
    public void Class_WithConstructor_IsMadeByIt()
    {
        Assert.Equal(5, MessageTesting.RoundTrip(new Constructed(5)).Total);
    }

    [Fact]
    public void Collections_OfManyKinds_ArriveEqual()
    {
        Assert.Equal([1, 2], MessageTesting.RoundTrip<List<int>>([1, 2]));
        Assert.Equal([1, 2], MessageTesting.RoundTrip<HashSet<int>>([1, 2]));
        Assert.Equal([1, 2], MessageTesting.RoundTrip<SortedSet<int>>([2, 1]));
        Assert.Equal([2, 1], MessageTesting.RoundTrip(new Queue<int>([2, 1])));
        Assert.Equal([2, 1], MessageTesting.RoundTrip(new LinkedList<int>([2, 1])));
        Assert.Equal([2, 1], MessageTesting.RoundTrip<Collection<int>>([2, 1]));
        Assert.Equal([2, 1], MessageTesting.RoundTrip<ImmutableArray<int>>([2, 1]));
        Assert.Equal([2, 1], MessageTesting.RoundTrip<ImmutableList<int>>([2, 1]));
        Assert.Equal([2, 1], MessageTesting.RoundTrip(new ConcurrentQueue<int>([2, 1])));
        Assert.Equal([2, 1], MessageTesting.RoundTrip<IReadOnlyList<int>>([2, 1]));
        Assert.Equal([2, 1], MessageTesting.RoundTrip<IEnumerable<int>>([2, 1]));
        Assert.Equal([2, 1], MessageTesting.RoundTrip<IList<int>>([2, 1]));
        Assert.Equal(["a", null], MessageTesting.RoundTrip<string?[]>(["a", null]));
        Assert.Equal(new[,] { { 1, 2 }, { 3, 4 } }, MessageTesting.RoundTrip(new[,] { { 1, 2 }, { 3, 4 } }));
        Assert.Equal([[1], [2, 3]], MessageTesting.RoundTrip<int[][]>([[1], [2, 3]]));
        Assert.Equal(1, MessageTesting.RoundTrip(new Dictionary<string, int> { ["a"] = 1 })["a"]);
        Assert.Equal(1, MessageTesting.RoundTrip(new SortedDictionary<string, int> { ["a"] = 1 })["a"]);
        Assert.Equal(1, MessageTesting.RoundTrip(new ConcurrentDictionary<string, int> { ["a"] = 1 })["a"]);
        Assert.Equal(1, MessageTesting.RoundTrip<IReadOnlyDictionary<string, int>>(new Dictionary<string, int> { ["a"] = 1 })["a"]);
        Assert.Equal(1, MessageTesting.RoundTrip(ImmutableDictionary<string, int>.Empty.Add("a", 1))["a"]);
        Assert.Equal(1, MessageTesting.RoundTrip(new Dictionary<string, int> { ["a"] = 1 }.ToFrozenDictionary())["a"]);
        Assert.Equal("v", MessageTesting.RoundTrip(new Dictionary<Leaf, string> { [new Leaf(1, "k")] = "v" })[new Leaf(1, "k")]);
    }

    [Fact]
    public void ArrayOfPlainValues_InARecord_ArrivesEqualAndIsIndependent()
    {
        Samples sent = new([1.5, 2.5, double.NegativeInfinity], Numbers(1, 2, 3).AsMemory(1), "bytes"u8.ToArray(), "more"u8.ToArray(), [new DateTime(5, DateTimeKind.Utc)], null);
        byte[] bytes = MessageTesting.Write(sent);
        Samples read = MessageTesting.Read<Samples>(bytes);
        Array.Clear(bytes);
        Assert.Equal(sent.Values, read.Values);
        Assert.Equal(sent.Part.ToArray(), read.Part.ToArray());
        Assert.Equal(sent.Bytes, read.Bytes);
        Assert.Equal(sent.More.ToArray(), read.More.ToArray());
        Assert.Equal(DateTimeKind.Utc, read.Times[0].Kind);
        Assert.Null(read.Missing);
    }

    [Fact]
    public void Tuples_Anonymous_AndLong_ArriveEqual()
    {
        Assert.Equal((1, "a"), MessageTesting.RoundTrip((1, "a")));
        Assert.Equal((1, 2, 3, 4, 5, 6, 7, 8, "nine"), MessageTesting.RoundTrip((1, 2, 3, 4, 5, 6, 7, 8, "nine")));
        Assert.Equal(Tuple.Create(1, "a"), MessageTesting.RoundTrip(Tuple.Create(1, "a")));
        Assert.Equal(new { A = 1, B = "x" }, MessageTesting.RoundTrip(new { A = 1, B = "x" }));
        Assert.Equal(new KeyValuePair<string, int>("a", 1), MessageTesting.RoundTrip(new KeyValuePair<string, int>("a", 1)));
    }

    [Fact]
    public void Null_AsMessageOrMember_ArrivesAsNull()
    {
        Assert.Null(MessageTesting.RoundTrip<Leaf?>(null));
        Assert.Null(MessageTesting.RoundTrip<List<int>?>(null));
        Assert.Null(MessageTesting.RoundTrip(new Extended(1, null!)).Name);
        Assert.Null(MessageTesting.RoundTrip<(int, string)?>(null));
    }

    [Fact]
    public void EmptyRecord_AsMessage_Arrives()
    {
        Assert.Equal(new Stop(), MessageTesting.RoundTrip(new Stop()));
    }

    [Fact]
    public void Union_DeclaredByAttributes_ArrivesAsWhatItWas()
    {
        Assert.Equal(new Circle(2), MessageTesting.RoundTrip<Shape>(new Circle(2)));
        Assert.Equal(new Square(3), MessageTesting.RoundTrip<Shape>(new Square(3)));
        Assert.Equal(new Shapes([new Circle(1), new Square(2)]).All, MessageTesting.RoundTrip(new Shapes([new Circle(1), new Square(2)])).All);
    }

    [Fact]
    public void Text_WithAnything_ArrivesEqual()
    {
        foreach (string text in (string[])["", "a", "ä€𐍈", "\0", "\ud800", "a\udc00b", new string('ß', 100_000), "x" + new string('a', 40_000) + "\ud800"])
            Assert.Equal(text, MessageTesting.RoundTrip(text));
        Assert.Equal(string.Concat(Enumerable.Repeat("𐍈", 50_000)), MessageTesting.RoundTrip(string.Concat(Enumerable.Repeat("𐍈", 50_000))));
        Assert.Null(MessageTesting.RoundTrip<string?>(null));
    }

    [Fact]
    public void DictionaryOfUsersKeys_AfterReading_UsesTheirEquality()
    {
        Dictionary<Caseless, int> read = MessageTesting.RoundTrip(new Dictionary<Caseless, int> { [new Caseless("Key")] = 1 });
        Assert.Equal(1, read[new Caseless("KEY")]);
    }

    private static int[] Numbers(params int[] numbers) => numbers;

    internal sealed record Everything(
        bool Bool, char Char, sbyte SByte, byte Byte, short Short, ushort UShort, int Int, uint UInt, long Long, ulong ULong, Int128 Int128, UInt128 UInt128, Half Half, float Float,
        double Double, decimal Decimal, Guid Guid, DateTime Time, DateTimeOffset Offset, DateOnly Date, TimeOnly Clock, TimeSpan Span, BigInteger Big, Complex Complex, Rune Rune,
        Index Index, Range Range, Uri Uri, Version Version, IPAddress Address, IPEndPoint End, Vector3 Vector, Matrix4x4 Matrix, Point Point, Rectangle Rectangle, DayOfWeek Day, string Text);

    internal sealed record Localised(CultureInfo Culture, Encoding Encoding, Color Colour);

    internal sealed record Timed(DateTime At);

    internal sealed record Leaf(int Number, string? Text);

    internal sealed record Nested(string Name, int? Number, Nested? Child, (int, string, double)? Tuple, List<Leaf> Leaves);

    internal record Base(string Name);

    internal sealed record Extended(int Number, string Name) : Base(Name)
    {
        public int More { get; init; }
    }

    internal sealed class Ordinary
    {
#pragma warning disable CA1051 // A public field is what the test is about.
        public int Field;
#pragma warning restore CA1051

        public int Set { get; set; }

        public int Init { get; init; }

        public required string Required { get; set; }

        public int Sum => Set + Init;
    }

    internal sealed class Filled
    {
        public List<string> Items { get; } = [];

        public Dictionary<string, decimal> Prices { get; } = [];
    }

    internal sealed class Constructed(int total)
    {
        public int Total { get; } = total;
    }

    internal sealed record Samples(double[] Values, ReadOnlyMemory<int> Part, byte[] Bytes, ReadOnlyMemory<byte> More, DateTime[] Times, int[]? Missing);

    internal sealed record Stop;

    [DerivedTypeShape(typeof(Circle), Tag = 1)]
    [DerivedTypeShape(typeof(Square), Tag = 2)]
    internal abstract record Shape;

    internal sealed record Circle(double Radius) : Shape;

    internal sealed record Square(double Side) : Shape;

    internal sealed record Shapes(List<Shape> All);

    internal sealed class Caseless(string text) : IEquatable<Caseless>
    {
        public string Text { get; } = text;

        public bool Equals(Caseless? other) => string.Equals(Text, other?.Text, StringComparison.OrdinalIgnoreCase);

        public override bool Equals(object? obj) => Equals(obj as Caseless);

        public override int GetHashCode() => Text.GetHashCode(StringComparison.OrdinalIgnoreCase);
    }
}
