using System.Buffers;
using Multiprocessing.Diagnostics;
using Multiprocessing.Serialization;

namespace Multiprocessing;

/// <summary>Turns objects into the bytes of messages and back: what queues, pipes and child processes use for every type that is not copied as it is.</summary>
/// <remarks>
/// <para>Never asked for unmanaged types, strings, byte arrays, <see cref="ReadOnlyMemory{T}"/> of bytes, arrays of unmanaged types, and shared objects alone: those have a fixed
/// form of one copy (see <c>docs/internals/messages.md</c>).</para>
/// <para><em>Threads</em>: an instance is used by many threads at once.</para>
/// <para><em>Processes</em>: all processes that share an object must use serializers of one <see cref="Name"/>; the object's header tells it, and an opening with another
/// is refused.</para>
/// <para><em>Cost</em>: that of the serializer.</para>
/// </remarks>
public abstract class MessageSerializer
{
    private static readonly Lock s_gate = new();
    private static MessageSerializer? s_default;
    private static bool s_defaultUsed;

    /// <summary>For derived classes.</summary>
    protected MessageSerializer()
    {
    }

    /// <summary>The serializer that comes with the library: MessagePack, for plain records and classes without attributes.</summary>
    public static MessageSerializer BuiltIn => MessagePackMessageSerializer.Instance;

    /// <summary>The serializer of all queues and pipes of this process that were not given another.</summary>
    /// <value><see cref="BuiltIn"/> unless set. Set it before it is first used, best in a module initializer, which child processes run too.</value>
    /// <exception cref="InvalidOperationException">It is set to another one after it was used.</exception>
    /// <exception cref="ArgumentNullException">It is set to null.</exception>
    public static MessageSerializer Default
    {
        get
        {
            lock (s_gate)
            {
                s_defaultUsed = true;
                return s_default ??= BuiltIn;
            }
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            lock (s_gate)
            {
                if (s_defaultUsed && !ReferenceEquals(value, s_default)) throw Errors.DefaultSerializerInUse(s_default!.Name, value.Name);
                s_default = value;
            }
        }
    }

    /// <summary>Tells this form of messages from every other, and changes when the form does. It goes into the fingerprint of what carries them.</summary>
    /// <value>A few letters, for example <c>json-1</c>.</value>
    public abstract string Name { get; }

    /// <summary>Checks that a type can travel, before anything is sent.</summary>
    /// <typeparam name="T">The message's type.</typeparam>
    /// <exception cref="ArgumentException">It cannot; the message gives the path to the member that is the reason: <c>Job.Stream: FileStream</c>.</exception>
    public virtual void Validate<T>()
    {
    }

    /// <summary>Describes what of a type goes into a message, so that two programs with different versions of it are told and not misunderstood.</summary>
    /// <typeparam name="T">The message's type.</typeparam>
    /// <returns>A text; equal in two processes only when each can read what the other writes. The full name of the type unless overridden.</returns>
    public virtual string Describe<T>() => TypeNames.Full(typeof(T));

    /// <summary>Whether messages of a type may contain shared objects.</summary>
    /// <typeparam name="T">The message's type.</typeparam>
    /// <returns>True unless overridden. False spares the carrier the bookkeeping.</returns>
    public virtual bool CarriesShared<T>() => true;

    /// <summary>Writes a message.</summary>
    /// <typeparam name="T">The message's type, as the carrier declares it.</typeparam>
    /// <param name="output">Where to. What was written before an exception is dropped.</param>
    /// <param name="value">The message.</param>
    /// <param name="scope">Turns shared objects in the message into handles.</param>
    /// <exception cref="ArgumentException">The message cannot be written.</exception>
    public abstract void Write<T>(IBufferWriter<byte> output, T value, TransferScope scope);

    /// <summary>Reads a message.</summary>
    /// <typeparam name="T">The message's type, as the carrier declares it.</typeparam>
    /// <param name="input">One message, whole. It may come from a damaged or hostile process, and may change while it is read.</param>
    /// <param name="scope">Turns handles into shared objects.</param>
    /// <returns>The message.</returns>
    /// <exception cref="InvalidMessageException">The bytes are no message of that type.</exception>
    public abstract T Read<T>(in ReadOnlySequence<byte> input, TransferScope scope);
}
