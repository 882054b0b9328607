using System.Buffers;
using Multiprocessing.Diagnostics;

namespace Multiprocessing.Serialization.Codecs;

/// <summary>Anything that a serializer has to take apart.</summary>
internal sealed class SerializedCodec<T> : MessageCodec<T>
{
    private readonly MessageSerializer _serializer;

    // The built-in one is asked for its general form at once: where the program has generated code for the type, there is another codec.
    private readonly MessagePackMessageSerializer? _builtIn;

    internal SerializedCodec(MessageSerializer serializer)
    {
        serializer.Validate<T>();
        _serializer = serializer;
        _builtIn = serializer as MessagePackMessageSerializer;
        CarriesShared = serializer.CarriesShared<T>();
    }

    private protected override string Describe() => $"message:{_serializer.Name}:{_serializer.Describe<T>()}";

    internal override void Write(IBufferWriter<byte> output, in T value, TransferScope scope)
    {
        if (_builtIn is not null) _builtIn.WriteByShape(output, value, scope);
        else _serializer.Write(output, value, scope);
    }

    /// <summary>The bytes may lie in memory that others write to or take away, so they are copied first.</summary>
    internal override T Read(ReadOnlySpan<byte> bytes, TransferScope scope)
    {
        byte[] copy = ArrayPool<byte>.Shared.Rent(bytes.Length);
        try
        {
            bytes.CopyTo(copy);
            return Read(new ReadOnlySequence<byte>(copy, 0, bytes.Length), scope);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    internal override T Read(in ReadOnlySequence<byte> bytes, TransferScope scope)
    {
        try
        {
            return _builtIn is not null ? _builtIn.ReadByShape<T>(bytes, scope) : _serializer.Read<T>(bytes, scope);
        }
        catch (Exception e)
        {
            scope.AbandonAttached();
            if (e is MultiprocessingException or OutOfMemoryException) throw;
            throw Errors.MessageUnreadable(typeof(T), bytes.Length, e.Message.TrimEnd('.'), e);
        }
    }
}
