using System.Collections.Frozen;
using System.Drawing;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;

namespace Multiprocessing.Serialization;

/// <summary>Which of the framework's types may stand in a serialized message. Anything else of the framework has a life that bytes do not carry, and is refused.</summary>
internal static class MessageLeaves
{
    /// <summary>What a message about a refused type offers instead.</summary>
    internal const string Allowed =
        "numbers, bool, char, string, enums, Guid, dates and times, BigInteger, Complex, vectors and matrices, Rune, Index, Range, Uri, Version, CultureInfo, Encoding, IPAddress, " +
        "IPEndPoint, the points, sizes, rectangles and colours of System.Drawing, tuples, nullables, arrays and collections of these, shared objects of this library, and records, " +
        "classes and structs with public members of these";

    /// <summary>Written as one MessagePack value; each has a converter, here or in the MessagePack library.</summary>
    private static readonly FrozenSet<Type> s_types = new[]
    {
        typeof(bool), typeof(char), typeof(string), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(Int128), typeof(UInt128), typeof(BigInteger), typeof(Half), typeof(float), typeof(double), typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset),
        typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Rune), typeof(Uri), typeof(Version), typeof(CultureInfo), typeof(Encoding), typeof(Color), typeof(Complex),
        typeof(Index), typeof(Range), typeof(Vector2), typeof(Vector3), typeof(Vector4), typeof(Quaternion), typeof(Plane), typeof(Matrix3x2), typeof(Matrix4x4),
        typeof(IPAddress), typeof(IPEndPoint),
    }.ToFrozenSet();

    /// <summary>Written as any object is, by their members.</summary>
    private static readonly FrozenSet<Type> s_objects = new[]
    {
        typeof(Point), typeof(PointF), typeof(Size), typeof(SizeF), typeof(Rectangle), typeof(RectangleF), typeof(KeyValuePair<,>),
    }.ToFrozenSet();

    /// <summary>Collections whose elements would arrive in another order, or not at all.</summary>
    private static readonly FrozenDictionary<string, string> s_refusedCollections = new Dictionary<string, string>
    {
        ["System.Collections.Generic.Stack`1"] = "it would arrive upside down; use a List",
        ["System.Collections.Concurrent.ConcurrentStack`1"] = "it would arrive upside down; use a List",
        ["System.Collections.Immutable.ImmutableStack`1"] = "it would arrive upside down; use a List",
        ["System.Collections.Immutable.IImmutableStack`1"] = "it would arrive upside down; use a List",
        ["System.Collections.Concurrent.ConcurrentBag`1"] = "it would arrive in another order; use a List",
        ["System.ArraySegment`1"] = "use ReadOnlyMemory<T>",
        ["System.Buffers.ReadOnlySequence`1"] = "use ReadOnlyMemory<T>",
        ["System.Collections.BitArray"] = "use an array of bool",
        ["System.Collections.Specialized.NameValueCollection"] = "use a Dictionary",
    }.ToFrozenDictionary();

    internal static bool Contains(Type type) => s_types.Contains(type);

    internal static bool IsObject(Type type) => s_objects.Contains(type.IsGenericType ? type.GetGenericTypeDefinition() : type);

    /// <summary>Null where the collection may travel, else why not.</summary>
    internal static string? CollectionRefusal(Type type)
    {
        string name = (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName ?? type.Name;
        return s_refusedCollections.GetValueOrDefault(name);
    }

    /// <summary>Whether the type comes with .NET.</summary>
    internal static bool IsFramework(Type type) => type.Assembly.GetName().Name is { } name && (name == "System" || name.StartsWith("System.", StringComparison.Ordinal));
}
