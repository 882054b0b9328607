using System.Collections.Frozen;
using System.Net;
using System.Numerics;
using Nerdbank.MessagePack;
using PolyType;

namespace Multiprocessing.Serialization.Converters;

/// <summary>
/// The converters that we put before those of the MessagePack library: for shared objects, for the framework's types that it lacks, and, in the compact form, for
/// arrays of numbers and other plain values, which are copied as they lie in memory.
/// </summary>
internal sealed class MessageConverterFactory : IMessagePackConverterFactory
{
    private static readonly FrozenDictionary<Type, Func<MessagePackConverter>> s_values = new Dictionary<Type, Func<MessagePackConverter>>
    {
        [typeof(IPAddress)] = static () => new IPAddressConverter(),
        [typeof(IPEndPoint)] = static () => new IPEndPointConverter(),
        [typeof(Index)] = static () => new PlainValueConverter<Index>(),
        [typeof(Range)] = static () => new PlainValueConverter<Range>(),
        [typeof(Complex)] = static () => new PlainValueConverter<Complex>(),
        [typeof(Vector2)] = static () => new PlainValueConverter<Vector2>(),
        [typeof(Vector3)] = static () => new PlainValueConverter<Vector3>(),
        [typeof(Vector4)] = static () => new PlainValueConverter<Vector4>(),
        [typeof(Quaternion)] = static () => new PlainValueConverter<Quaternion>(),
        [typeof(Plane)] = static () => new PlainValueConverter<Plane>(),
        [typeof(Matrix3x2)] = static () => new PlainValueConverter<Matrix3x2>(),
        [typeof(Matrix4x4)] = static () => new PlainValueConverter<Matrix4x4>(),
    }.ToFrozenDictionary();

    private readonly bool _isCompact;

    private MessageConverterFactory(bool isCompact) => _isCompact = isCompact;

    /// <summary>For messages between programs that share their types.</summary>
    internal static MessageConverterFactory Compact { get; } = new(isCompact: true);

    /// <summary>For messages that others are to read too: numbers stay MessagePack numbers.</summary>
    internal static MessageConverterFactory Portable { get; } = new(isCompact: false);

    public MessagePackConverter? CreateConverter(Type type, ITypeShape? shape, in ConverterContext context)
    {
        if (TransferTypes.Find(type) is { } binding) return binding.CreateConverter();
        if (s_values.TryGetValue(type, out Func<MessagePackConverter>? value)) return value();
        return _isCompact ? ArrayConverter(type) : null;
    }

    /// <summary>Of bytes the MessagePack library makes a binary by itself.</summary>
    private static MessagePackConverter? ArrayConverter(Type type)
    {
        if (type.IsSZArray) return type == typeof(byte[]) ? null : PlainType.FindLeaf(type.GetElementType()!)?.CreateArrayConverter();
        return type.IsGenericType && type != typeof(ReadOnlyMemory<byte>) && type.GetGenericTypeDefinition() == typeof(ReadOnlyMemory<>)
            ? PlainType.FindLeaf(type.GetGenericArguments()[0])?.CreateMemoryConverter()
            : null;
    }
}
