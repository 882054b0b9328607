using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Drawing;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using PolyType;

namespace Multiprocessing.Tests.Serialization.Generated;

/// <summary>Types of messages, as users write them.</summary>
internal static class Samples
{
    internal enum Colour : byte
    {
        Red = 1,
        Blue = 200,
    }

    internal sealed record Numbers(
        bool Bool, char Char, sbyte SByte, byte Byte, short Short, ushort UShort, int Int, uint UInt, long Long, ulong ULong, Int128 Int128, UInt128 UInt128, BigInteger Big, Half Half,
        float Float, double Double, decimal Decimal);

    internal sealed record Values(
        Guid Guid, DateTime Time, DateTimeOffset Offset, DateOnly Date, TimeOnly Clock, TimeSpan Span, Complex Complex, Rune Rune, Index Index, Range Range, Uri? Uri, Version? Version,
        IPAddress? Address, IPEndPoint? End, Vector3 Vector, Matrix4x4 Matrix, CultureInfo? Culture, Encoding? Encoding, Color Shade, DayOfWeek Day, Colour Colour, string? Text);

    internal sealed record Line(string Sku, int Count);

    internal sealed record Order(int Number, string? Text, Line? Line, List<Line>? Lines);

    internal record Animal(string Name)
    {
        public int Age { get; set; }
    }

    internal sealed record Dog(string Name, bool Barks) : Animal(Name)
    {
        public int Legs { get; init; }
    }

    internal sealed record Owner(string Name, Animal? Pet, Animal[] Others);

    internal record struct Point(int X, int Y);

    internal struct Fields
    {
#pragma warning disable CA1051 // Public fields are what is tested.
        public string? B;
        public long A;
#pragma warning restore CA1051

        public string Last { get; set; }
    }

    internal sealed class Ordinary
    {
#pragma warning disable CA1051 // A public field is what is tested.
        public int Field;
#pragma warning restore CA1051

        public int Set { get; set; }

        public int Sum => Set + Init;

        public int Init { get; init; }

        public required string Required { get; set; }

        public int Product => Set * Init;

        [PropertyShape(Ignore = true)]
        public int Ignored { get; set; }

        internal int Hidden { get; set; }
    }

    internal class Upper
    {
        public virtual int Virtual { get; set; }

        public int Shadowed { get; set; }

        public int Plain { get; set; }
    }

    internal sealed class Lower : Upper
    {
        public override int Virtual { get; set; }

        public new string? Shadowed { get; set; }

        public int Own { get; set; }
    }

    internal sealed class Filled
    {
        public List<string> Items { get; } = ["first"];

        public Dictionary<string, decimal> Prices { get; } = [];

        public HashSet<int> Numbers { get; } = [];

        public int Count { get; set; }
    }

    internal sealed class SeveralConstructors
    {
        public SeveralConstructors() => Made = "by nothing";

        public SeveralConstructors(int number) => (Number, Made) = (number, "by number");

        public SeveralConstructors(string made) => Made = made;

        public int Number { get; }

        public string Made { get; set; }
    }

    internal sealed class PrivateSetter(int number)
    {
        public int Number { get; private set; } = number;

        public void Increment() => Number++;
    }

    internal sealed class Keywords
    {
        public int @class { get; set; }

        public int value { get; set; }

        public int Value { get; set; }

        public int @Reader { get; set; }
    }

    internal sealed record Nothing;

    internal sealed record Collections(
        int[] Ints, string?[] Strings, Point[] Points, int[][] Rows, byte[] Bytes, Colour[] Colours, List<double> Doubles, IReadOnlyList<string> ReadOnly, IEnumerable<int> Sequence, IList<bool> Bools,
        HashSet<string> Set, ISet<int> AnySet, SortedSet<int> Sorted, Queue<int> Queue, LinkedList<int> Linked, Collection<int> Collection, ImmutableArray<int> Immutable,
        ImmutableList<string> ImmutableList, Dictionary<string, Line?> Map, IReadOnlyDictionary<Colour, int?> ReadOnlyMap, SortedDictionary<int, string> SortedMap,
        ConcurrentDictionary<string, List<int>> Concurrent, ReadOnlyMemory<int> Memory, ReadOnlyMemory<byte> Part, List<KeyValuePair<string, int>> Pairs, int?[] Optional, List<int>? Missing);

    internal sealed record Tuples((int, string) Two, (int A, string? B, (long, long) C)? Named, (int, int, int, int, int, int, int, int, string) Nine, ValueTuple<int> One, (Point, Line?)[] Many);

    internal sealed class Node
    {
        public Node? Next { get; set; }

        public List<Node>? Children { get; set; }

        public int Number { get; set; }
    }

    internal sealed record Generic<T>(T Value, List<T>? More);

    [DerivedTypeShape(typeof(Circle))]
    [DerivedTypeShape(typeof(Square), Tag = 7)]
    internal abstract record Shape(string Name);

    internal sealed record Circle(string Name, double Radius) : Shape(Name);

    internal sealed record Square(string Name, double Side) : Shape(Name);

    internal sealed record Triangle(string Name) : Shape(Name);

    internal sealed record Drawing(Shape? First, List<Shape> All);

    internal sealed record Carrying(string Name, FakeShared? Shared, List<FakeShared> All);

    internal sealed class Throwing
    {
        public bool Throws;

        public int Value
        {
            get => Throws ? throw new InvalidOperationException("no value yet") : 0;
            set => _ = value < 0 ? throw new ArgumentOutOfRangeException(nameof(value)) : value;
        }
    }
}
