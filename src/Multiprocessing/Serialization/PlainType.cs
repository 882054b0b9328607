using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using Nerdbank.MessagePack;

namespace Multiprocessing.Serialization;

/// <summary>
/// What is made for arrays of one plain element type. The framework's types are listed, so that programs compiled ahead of time have the code; a struct of the user's comes in by
/// reflection, or where that cannot make code, by <see cref="KnownTypes.AddElement{T}"/>.
/// </summary>
internal abstract class PlainType
{
    private static readonly ConcurrentDictionary<Type, PlainType> s_types = CreateLeaves();

    internal abstract object CreateArrayCodec();

    internal abstract object CreateMemoryCodec();

    internal abstract MessagePackConverter CreateArrayConverter();

    internal abstract MessagePackConverter CreateMemoryConverter();

    internal static void Register<T>()
        where T : unmanaged => s_types.TryAdd(typeof(T), new PlainType<T>());

    /// <summary>Null for what is no element type, and where no code for it is in the program.</summary>
    internal static PlainType? Find(Type element)
    {
        if (s_types.TryGetValue(element, out PlainType? known)) return known;
        if (!element.IsValueType || !RuntimeFeature.IsDynamicCodeSupported || ElementType.Find(element) is null) return null;
        return s_types.GetOrAdd(element, Create(element));
    }

    /// <summary>Null unless <paramref name="element"/> is one of the framework's plain types.</summary>
    internal static PlainType? FindLeaf(Type element) => ElementLeaves.Contains(element) ? s_types.GetValueOrDefault(element) : null;

    [RequiresDynamicCode("Makes code for the element type.")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "PlainType has one constructor, which its other uses keep.")]
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "An element type has a parameterless constructor, as all structs have.")]
    [UnconditionalSuppressMessage("Trimming", "IL2071", Justification = "An element type has a parameterless constructor, as all structs have.")]
    private static PlainType Create(Type element) => (PlainType)Activator.CreateInstance(typeof(PlainType<>).MakeGenericType(element))!;

    private static ConcurrentDictionary<Type, PlainType> CreateLeaves()
    {
        ConcurrentDictionary<Type, PlainType> leaves = new();
        Add<bool>();
        Add<char>();
        Add<sbyte>();
        Add<byte>();
        Add<short>();
        Add<ushort>();
        Add<int>();
        Add<uint>();
        Add<long>();
        Add<ulong>();
        Add<Int128>();
        Add<UInt128>();
        Add<Half>();
        Add<float>();
        Add<double>();
        Add<decimal>();
        Add<Guid>();
        Add<DateTime>();
        Add<DateOnly>();
        Add<TimeOnly>();
        Add<TimeSpan>();
        Add<Rune>();
        Add<Index>();
        Add<Range>();
        Add<Complex>();
        Add<Vector2>();
        Add<Vector3>();
        Add<Vector4>();
        Add<Quaternion>();
        Add<Plane>();
        Add<Matrix3x2>();
        Add<Matrix4x4>();
        return leaves;

        void Add<T>()
            where T : unmanaged => leaves[typeof(T)] = new PlainType<T>();
    }
}
