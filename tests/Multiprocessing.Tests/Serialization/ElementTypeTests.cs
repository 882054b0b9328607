using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using Multiprocessing.Serialization;

namespace Multiprocessing.Tests.Serialization;

public sealed class ElementTypeTests
{
    public static TheoryData<Type, int, string> Accepted => new()
    {
        { typeof(bool), 1, "System.Boolean" },
        { typeof(char), 2, "System.Char" },
        { typeof(byte), 1, "System.Byte" },
        { typeof(int), 4, "System.Int32" },
        { typeof(long), 8, "System.Int64" },
        { typeof(Int128), 16, "System.Int128" },
        { typeof(Half), 2, "System.Half" },
        { typeof(double), 8, "System.Double" },
        { typeof(decimal), 16, "System.Decimal" },
        { typeof(Guid), 16, "System.Guid" },
        { typeof(DateTime), 8, "System.DateTime" },
        { typeof(DateOnly), 4, "System.DateOnly" },
        { typeof(TimeOnly), 8, "System.TimeOnly" },
        { typeof(TimeSpan), 8, "System.TimeSpan" },
        { typeof(Rune), 4, "System.Text.Rune" },
        { typeof(Index), 4, "System.Index" },
        { typeof(Range), 8, "System.Range" },
        { typeof(Complex), 16, "System.Numerics.Complex" },
        { typeof(Vector3), 12, "System.Numerics.Vector3" },
        { typeof(Matrix4x4), 64, "System.Numerics.Matrix4x4" },
        { typeof(Vector256<int>), 32, "System.Runtime.Intrinsics.Vector256<System.Int32>" },
        { typeof(DayOfWeek), 4, "System.DayOfWeek=System.Int32" },
        { typeof(int?), 8, "System.Int32?" },
        { typeof(decimal?), 24, "System.Decimal?" },
        { typeof(KeyValuePair<int, double>), 16, "System.Collections.Generic.KeyValuePair<System.Int32,System.Double>[16]{0 key:System.Int32,8 value:System.Double}" },
        { typeof(Point), 8, $"{Here}.Point[8]{{0 X:System.Int32,4 Y:System.Int32}}" },
        { typeof(Line), 20, $"{Here}.Line[20]{{0 From:{Here}.Point[8]{{0 X:System.Int32,4 Y:System.Int32}},8 To:{Here}.Point[8]{{0 X:System.Int32,4 Y:System.Int32}},16 Ink:{Here}.Colour=System.Byte}}" },
        { typeof(Padded), 16, $"{Here}.Padded[16]{{0 Flag:System.Boolean,8 Number:System.Double}}" },
        { typeof(Packed), 9, $"{Here}.Packed[9]{{0 Flag:System.Boolean,1 Number:System.Double}}" },
        { typeof(Union), 8, $"{Here}.Union[8]{{0 AsDouble:System.Double,0 AsLong:System.Int64,4 High:System.Int32}}" },
        { typeof(Optional), 16, $"{Here}.Optional[16]{{0 Letter:System.Char,4 Count:System.Int32?,12 Last:System.Byte}}" },
        { typeof(Four), 16, $"{Here}.Four[16]{{0 _first:System.Int32}}*4" },
        { typeof(WithArray), 24, $"{Here}.WithArray[24]{{0 Before:System.Byte,4 Numbers:{Here}.Four[16]{{0 _first:System.Int32}}*4,20 After:System.Byte}}" },
        { typeof(Empty), 1, $"{Here}.Empty[1]{{}}" },
        { typeof(Pair<int, Pair<byte, double>>), 24, $"{Here}.Pair<System.Int32,{Here}.Pair<System.Byte,System.Double>>[24]{{0 First:System.Int32,8 Second:{Here}.Pair<System.Byte,System.Double>[16]{{0 First:System.Byte,8 Second:System.Double}}}}" },
        { typeof(Big), 70_004, $"{Here}.Big[70004]{{0 Many:{Here}.Many[70000]{{0 _first:System.Byte}}*70000,70000 Last:System.Byte,70002 Letter:System.Char}}" },
    };

    public static TheoryData<Type, string> Refused => new()
    {
        { typeof(nint), "IntPtr: IntPtr (its size differs between processes)" },
        { typeof((int, int)), "ValueTuple<Int32,Int32>: ValueTuple<Int32,Int32> (automatic layout: each compiler may place its fields anew)" },
        { typeof(DateTimeOffset), "DateTimeOffset: DateTimeOffset (automatic layout: each compiler may place its fields anew)" },
        { typeof(string), "String: String (a reference means nothing in another process)" },
        { typeof(HasReference), "ElementTypeTests.HasReference.Text: String (a reference means nothing in another process)" },
        { typeof(HasPointer), "ElementTypeTests.HasPointer.Inner.Address: UIntPtr (its size differs between processes)" },
        { typeof(Automatic), "ElementTypeTests.Automatic: ElementTypeTests.Automatic (automatic layout: each compiler may place its fields anew)" },
        { typeof(HasAutomatic), "ElementTypeTests.HasAutomatic.Inner: ElementTypeTests.Automatic (automatic layout: each compiler may place its fields anew)" },
        { typeof(Vector<int>), "Vector<Int32>: Vector<Int32> (its length differs between processes)" },
    };

    private static string Here => "Multiprocessing.Tests.Serialization.ElementTypeTests";

    [Theory]
    [MemberData(nameof(Accepted), DisableDiscoveryEnumeration = true)]
    public void Element_OfStableLayout_IsDescribed(Type type, int size, string structure)
    {
        ElementType? element = Find(type, out string? reason);
        Assert.Null(reason);
        Assert.Equal(size, element!.Size);
        Assert.Equal(structure, element.Structure);
        Assert.Equal(Fingerprint.Of(structure), element.Fingerprint);
        Assert.NotEqual(0u, element.Fingerprint);
    }

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Element_WithoutStableLayout_IsRefusedWithThePath(Type type, string expected)
    {
        Assert.Null(Find(type, out string? reason));
        Assert.Equal(expected, reason);
    }

    [Fact]
    public void Element_Refused_ThrowsNamingTheMemberAndWhatIsAllowed()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ElementType.Of<HasPointer>());
        Assert.Contains("HasPointer.Inner.Address: UIntPtr", error.Message, StringComparison.Ordinal);
        Assert.Contains("Guid", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fingerprint_OfSwappedFields_Differs()
    {
        ulong first = Fingerprint.Of(ElementType.Of<Pair<int, int>>().Structure);
        Assert.NotEqual(first, ElementType.Of<Riap<int, int>>().Fingerprint);
        Assert.NotEqual(ElementType.Of<int>().Fingerprint, ElementType.Of<uint>().Fingerprint);
        Assert.NotEqual(ElementType.Of<DayOfWeek>().Fingerprint, ElementType.Of<int>().Fingerprint);
    }

    [Theory]
    [InlineData("", 0xefd01f60ba992926)]
    [InlineData("System.Double", 11795377835419558908)]
    public void Fingerprint_OfKnownText_NeverChanges(string text, ulong expected)
    {
        Assert.Equal(expected, Fingerprint.Of(text));
    }

    private static ElementType? Find(Type type, out string? reason)
    {
        object?[] arguments = [null, null];
        typeof(ElementType).GetMethod(nameof(ElementType.TryOf), System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!
            .MakeGenericMethod(type).Invoke(null, arguments);
        reason = (string?)arguments[1];
        return (ElementType?)arguments[0];
    }

    internal enum Colour : byte
    {
        Red,
    }

    internal record struct Point(int X, int Y);

    internal readonly record struct Line(Point From, Point To, Colour Ink);

    internal struct Padded
    {
        internal bool Flag;
        internal double Number;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    internal struct Packed
    {
        internal bool Flag;
        internal double Number;
    }

    [StructLayout(LayoutKind.Explicit)]
    internal struct Union
    {
        [FieldOffset(4)]
        internal int High;
        [FieldOffset(0)]
        internal long AsLong;
        [FieldOffset(0)]
        internal double AsDouble;
    }

    internal record struct Optional(char Letter, int? Count, byte Last);

    [InlineArray(4)]
    internal struct Four
    {
        private int _first;
    }

    internal record struct WithArray(byte Before, Four Numbers, byte After);

    internal struct Empty;

    internal record struct Pair<TFirst, TSecond>(TFirst First, TSecond Second);

    internal record struct Riap<TFirst, TSecond>(TSecond Second, TFirst First);

    [InlineArray(70_000)]
    internal struct Many
    {
        private byte _first;
    }

    internal record struct Big(Many Many, byte Last, char Letter);

    internal record struct HasReference(int Number, string Text);


    internal struct HasPointer
    {
        internal PointerInner Inner;
    }

    internal struct PointerInner
    {
        internal nuint Address;
    }

    [StructLayout(LayoutKind.Auto)]
    internal struct Automatic
    {
        internal int Number;
    }

    internal record struct HasAutomatic(Automatic Inner);
}
