using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Multiprocessing.Diagnostics;
using Multiprocessing.Serialization;
using Multiprocessing.Serialization.Converters;
using Nerdbank.MessagePack;
using PolyType;

namespace Multiprocessing;

/// <summary>
/// The built-in serializer: MessagePack, over the shapes of plain records, classes, structs, tuples and collections. No attribute is needed. What cannot travel
/// is refused before anything is sent, and what is read is trusted in nothing.
/// </summary>
/// <remarks>
/// <para>By default an object is an array of its members' values, in their order, without names: the smallest and fastest form. Both sides must have the same members, and the
/// fingerprint of the carrier sees to that. With <see cref="UseNames"/> it is a map by names, which may differ between the sides.</para>
/// <para>What travels: the public members that can be set, by accessor or constructor. The type of an object must be the declared one, or one that <c>[DerivedTypeShape]</c>
/// names; graphs are trees (an object that is referred to twice arrives as two; a cycle is refused); a comparer of a dictionary or set stays behind.</para>
/// <para><em>Threads</em>: safe. <em>Processes</em>: see <see cref="MessageSerializer"/>.</para>
/// <para><em>Cost</em>: about 0.4 µs to write and 1 µs to read an object of ten members. The first message of a type costs milliseconds, in which code is generated
/// for it. Writing allocates nothing but for shared objects.</para>
/// <para><em>Source:</em> the format is <see href="https://github.com/msgpack/msgpack/blob/master/spec.md">MessagePack</see>; the reader and writer are Nerdbank.MessagePack's.</para>
/// </remarks>
public sealed class MessagePackMessageSerializer : MessageSerializer
{
    [ThreadStatic]
    private static TransferScope? t_scope;

    [ThreadStatic]
    private static Exception? t_sharedError;

    private readonly ConcurrentDictionary<Type, MessageType> _types = new();
    private PreparingSerializer? _serializer;

    /// <summary>How deep objects may lie in each other; guards the stack of the reader.</summary>
    /// <value>64 unless set; from 1 to 512.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is set to a value outside.</exception>
    public int MaxDepth
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 512);
            field = value;
        }
    } = 64;

    /// <summary>Whether objects are written as maps from their members' names, so that programs with different versions of a type understand each other.</summary>
    /// <value>False unless set.</value>
    public bool UseNames { get; init; }

    /// <inheritdoc/>
    public override string Name => UseNames ? "msgpack-names-1" : "msgpack-1";

    internal static MessagePackMessageSerializer Instance { get; } = new();

    /// <summary>The scope of the message that this thread is writing or reading; for converters.</summary>
    internal static TransferScope CurrentScope => t_scope ?? TransferScope.None;

    // Made late: a program whose messages all have generated code never loads the MessagePack library.
    private PreparingSerializer Serializer => _serializer ?? LazyInitializer.EnsureInitialized(ref _serializer, CreateSerializer);

    /// <inheritdoc/>
    public override void Validate<T>()
    {
        if (Generated<T>() is null) TypeOf<T>();
    }

    /// <inheritdoc/>
    public override string Describe<T>() => UseNames ? TypeNames.Full(typeof(T)) : Generated<T>()?.Description ?? TypeOf<T>().Description;

    /// <inheritdoc/>
    public override bool CarriesShared<T>() => Generated<T>()?.CarriesShared ?? TypeOf<T>().CarriesShared;

    /// <inheritdoc/>
    public override void Write<T>(IBufferWriter<byte> output, T value, TransferScope scope)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (Generated<T>() is { } generated) generated.Write(output, value, scope, MaxDepth);
        else WriteByShape(output, value, scope);
    }

    /// <inheritdoc/>
    public override T Read<T>(in ReadOnlySequence<byte> input, TransferScope scope) =>
        Generated<T>() is { } generated ? generated.Read(input, scope, MaxDepth) : ReadByShape<T>(input, scope);

    /// <summary>The code that the source generator made for messages of the type; null where it made none, and with names, which it does not write.</summary>
    internal GeneratedCodec<T>? Generated<T>() => UseNames ? null : GeneratedCodecs.Find<T>();

    /// <summary>As <see cref="Write{T}"/>, without generated code.</summary>
    internal void WriteByShape<T>(IBufferWriter<byte> output, T value, TransferScope scope)
    {
        MessageType<T> type = TypeOf<T>();
        if (type.Check?.Find(value, MaxDepth) is { } reason) throw Errors.MessageRefused(typeof(T), TypeNames.Short(typeof(T)) + reason);
        TransferScope? outer = t_scope;
        t_scope = scope;
        t_sharedError = null;
        try
        {
            Serializer.Serialize(output, value, type.Shape);
        }
        catch (MessagePackSerializationException e)
        {
            ThrowSharedError();
            throw Errors.MessageNotWritten(typeof(T), MaxDepth, e);
        }
        finally
        {
            t_scope = outer;
        }
    }

    /// <summary>As <see cref="Read{T}"/>, without generated code.</summary>
    internal T ReadByShape<T>(in ReadOnlySequence<byte> input, TransferScope scope)
    {
        MessageType<T> type = TypeOf<T>();
        TransferScope? outer = t_scope;
        t_scope = scope;
        t_sharedError = null;
        try
        {
            MessagePackReader reader = new(input);
            T? value = Serializer.Deserialize(ref reader, type.Shape);
            if (reader.End) return value!;
            scope.AbandonAttached();
            throw Errors.MessageUnreadable(typeof(T), input.Length, $"{input.Length - reader.Consumed} bytes follow its end", null);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever a type's own constructor or setter throws belongs here too: it threw at what another process sent.
            ThrowSharedError();
            throw Errors.MessageUnreadable(typeof(T), input.Length, e.GetBaseException().Message, e);
        }
        finally
        {
            t_scope = outer;
        }
    }

    /// <summary>A filter, never true: remembers an error of a shared object in the message, which is the one to see.</summary>
    internal static bool NoteSharedError(Exception error)
    {
        t_sharedError = error;
        return false;
    }

    private static void ThrowSharedError()
    {
        if (t_sharedError is { } error) ExceptionDispatchInfo.Throw(error);
    }

    /// <summary>What is found of the type by its shape, whether or not there is generated code.</summary>
    internal MessageType<T> TypeOf<T>() => (MessageType<T>)_types.GetOrAdd(typeof(T), static (_, self) => self.CreateType<T>(), this);

    private MessageType<T> CreateType<T>()
    {
        ITypeShape<T> shape = MessageShapes.Of<T>();
        MessageType<T> type = MessageType<T>.Create(shape);
        try
        {
            Serializer.Prepare(shape);
        }
        catch (Exception e) when (e is MessagePackSerializationException or NotSupportedException)
        {
            throw Errors.MessageTypeRefused(typeof(T), e.GetBaseException().Message, MessageLeaves.Allowed, e);
        }

        return type;
    }

    private PreparingSerializer CreateSerializer() => (PreparingSerializer)new PreparingSerializer
    {
        PerfOverSchemaStability = !UseNames,
        SerializeDefaultValues = SerializeDefaultValuesPolicy.Always,
        // A reference that the sender declared not nullable and left null arrives as it was.
        DeserializeDefaultValues = DeserializeDefaultValuesPolicy.AllowNullValuesForNonNullableProperties,
        // Dictionaries and sets get .NET's own comparers: a user's Equals counts, and strings are hashed with a random key anyway.
        ComparerProvider = null,
        ConverterFactories = [UseNames ? MessageConverterFactory.Portable : MessageConverterFactory.Compact],
        StartingContext = new SerializationContext { MaxDepth = MaxDepth },
    }.WithHiFiDateTime();

    /// <summary>The library's serializer, which can also be asked whether it has converters for all of a type.</summary>
    private sealed record PreparingSerializer : MessagePackSerializer
    {
        internal void Prepare(ITypeShape shape)
        {
            using DisposableSerializationContext context = CreateSerializationContext(shape.Provider, CancellationToken.None);
            context.Value.GetConverter(shape);
        }
    }
}
