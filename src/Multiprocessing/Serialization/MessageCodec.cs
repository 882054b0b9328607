using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Serialization.Codecs;

namespace Multiprocessing.Serialization;

/// <summary>
/// How messages of type <typeparamref name="T"/> become bytes. There is one for each type, found once. Unmanaged types, strings, arrays of unmanaged types and shared
/// objects have a fixed form of our own, which needs one copy and no allocation but the result's; everything else goes to a <see cref="MessageSerializer"/>, in place of whose
/// built-in one stands code of the source generator that writes the same bytes, where the program has it.
/// </summary>
/// <remarks>
/// <code>
/// T                                   bytes of the message
/// unmanaged (an ElementType)          as they lie in memory: Size of them
/// E[], ReadOnlyMemory&lt;E&gt;, E unmanaged  the elements as they lie in memory; null is refused (a ReadOnlyMemory has none)
/// string                              UTF-8; null is the one byte FF; a text with lone surrogates is FE and its UTF-16
/// a shared object                     its TransferHandle; null is no bytes
/// anything else                       what the serializer writes
/// </code>
/// </remarks>
internal abstract class MessageCodec<T>
{
    private static MessageCodec<T>? s_default;

    /// <summary>The codec with <see cref="MessageSerializer.Default"/>.</summary>
    /// <exception cref="ArgumentException">A <typeparamref name="T"/> cannot travel; the message gives the path to the member.</exception>
    internal static MessageCodec<T> Default => s_default ??= For(null);

    /// <summary>Whether every message is <see cref="Size"/> bytes, a copy of the value.</summary>
    internal bool IsUnmanaged => Size > 0;

    /// <summary>Bytes of a message, where all have the same number; else 0.</summary>
    internal int Size { get; private protected init; }

    /// <summary>The full name of the type, for headers and messages.</summary>
    internal string TypeName => field ??= TypeNames.Full(typeof(T));

    /// <summary>Equal in two processes that can read each other's messages. For an unmanaged type that of its <see cref="ElementType"/>.</summary>
    internal ulong Fingerprint => field != 0 ? field : field = Serialization.Fingerprint.Of(Structure);

    /// <summary>The text that the fingerprint is a hash of. Made when first asked for: a child that gets an argument of the type does not ask.</summary>
    internal string Structure => field ??= Describe();

    /// <summary>Whether shared objects may be in a message. Where not, <see cref="TransferScope.None"/> will do.</summary>
    internal bool CarriesShared { get; private protected init; }

    /// <summary>Makes the <see cref="Structure"/>.</summary>
    private protected abstract string Describe();

    /// <summary>The codec with a given serializer; null for the default one, which is then asked for only when the type needs it.</summary>
    /// <exception cref="ArgumentException">A <typeparamref name="T"/> cannot travel; the message gives the path to the member.</exception>
    internal static MessageCodec<T> For(MessageSerializer? serializer)
    {
        if (CreateFixed() is { } codec) return (MessageCodec<T>)codec;
        serializer ??= MessageSerializer.Default;
        return serializer is MessagePackMessageSerializer builtIn && builtIn.Generated<T>() is { } generated
            ? new GeneratedMessageCodec<T>(generated, builtIn)
            : new SerializedCodec<T>(serializer);
    }

    /// <summary>
    /// The message's bytes where they lie in the value itself, so that the carrier copies them once, to where they go. False where they must be written.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null and its type has no form for that.</exception>
    internal virtual bool TryGetBytes(in T value, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        return false;
    }

    /// <summary>Writes a message.</summary>
    /// <exception cref="ArgumentException">This message cannot be written.</exception>
    internal abstract void Write(IBufferWriter<byte> output, in T value, TransferScope scope);

    /// <summary>Reads a message.</summary>
    /// <exception cref="InvalidMessageException">The bytes are no message of this type. Nothing that was attached on the way stays open.</exception>
    internal abstract T Read(ReadOnlySpan<byte> bytes, TransferScope scope);

    /// <summary>Reads a message.</summary>
    /// <exception cref="InvalidMessageException">The bytes are no message of this type. Nothing that was attached on the way stays open.</exception>
    internal abstract T Read(in ReadOnlySequence<byte> bytes, TransferScope scope);

    [SuppressMessage("Style", "IDE0046", Justification = "A list of cases, one a line.")]
    private static object? CreateFixed()
    {
        // Most arguments of children are one of these, and whether a type is plain takes a starting child milliseconds to find out.
        if (typeof(T).IsPrimitive && typeof(T) != typeof(nint) && typeof(T) != typeof(nuint)) return new UnmanagedCodec<T>();
        if (typeof(T) == typeof(string)) return new StringCodec();
        if (typeof(T).IsValueType && ElementType.TryOf<T>(out _, out _)) return new UnmanagedCodec<T>();
        if (TransferTypes.Find(typeof(T)) is { } binding) return new SharedCodec<T>(binding);
        if (typeof(T).IsSZArray) return PlainType.Find(typeof(T).GetElementType()!)?.CreateArrayCodec();
        if (typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(ReadOnlyMemory<>)) return PlainType.Find(typeof(T).GetGenericArguments()[0])?.CreateMemoryCodec();
        return null;
    }
}
