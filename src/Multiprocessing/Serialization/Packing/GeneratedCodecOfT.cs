using System.Buffers;
using System.ComponentModel;
using Multiprocessing.Diagnostics;
using Multiprocessing.Serialization.Packing;

namespace Multiprocessing;

/// <summary>How messages of a type are written and read, by code that the source generator made. For generated code.</summary>
/// <typeparam name="T">The message's type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GeneratedCodec<T>
{
    private readonly PackWrite<T> _write;
    private readonly PackRead<T> _read;

    /// <summary>Makes one.</summary>
    /// <param name="description">What is in a message, in the words of <see cref="MessageSerializer.Describe{T}"/>.</param>
    /// <param name="carriesShared">Whether shared objects may be in one.</param>
    /// <param name="write">Writes one.</param>
    /// <param name="read">Reads one.</param>
    public GeneratedCodec(string description, bool carriesShared, PackWrite<T> write, PackRead<T> read)
    {
        Description = description;
        CarriesShared = carriesShared;
        _write = write;
        _read = read;
    }

    internal string Description { get; }

    internal bool CarriesShared { get; }

    /// <exception cref="ArgumentException">This message cannot be written.</exception>
    internal void Write(IBufferWriter<byte> output, T value, TransferScope scope, int depthMax)
    {
        PackWriter writer = new(output, scope, depthMax);
        try
        {
            _write(ref writer, value);
            writer.Flush();
        }
        catch (Exception e) when (e is not OutOfMemoryException && !ReferenceEquals(e, writer.SharedError))
        {
            throw NotWritten(value, scope, depthMax, e);
        }
    }

    /// <exception cref="InvalidMessageException">The bytes are no message of this type.</exception>
    internal T Read(in ReadOnlySequence<byte> bytes, TransferScope scope, int depthMax)
    {
        if (bytes.IsSingleSegment) return Read(bytes.FirstSpan, scope, depthMax);
        int size = checked((int)bytes.Length);
        byte[] whole = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            bytes.CopyTo(whole);
            return Read(whole.AsSpan(0, size), scope, depthMax);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    /// <summary>Reads a message from memory that nobody writes to meanwhile.</summary>
    /// <exception cref="InvalidMessageException">The bytes are no message of this type.</exception>
    internal T Read(ReadOnlySpan<byte> bytes, TransferScope scope, int depthMax)
    {
        PackReader reader = new(bytes, scope, depthMax);
        try
        {
            _read(ref reader, out T value);
            if (reader.Left == 0) return value;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever a type's own constructor or setter throws belongs here too: it threw at what another process sent.
            scope.AbandonAttached();
            if (e is MultiprocessingException) throw;
            string place = PackPath.Find(bytes, reader.Start, TypeNames.Short(typeof(T)), Description);
            throw Errors.MessageUnreadable(typeof(T), bytes.Length, $"{place}: {e.Message.TrimEnd('.')} (at byte {reader.Start})", e);
        }

        scope.AbandonAttached();
        throw Errors.MessageUnreadable(typeof(T), bytes.Length, $"{reader.Left} bytes follow its end", null);
    }

    /// <summary>Where in the message it failed is seen from how much of it was written; so it is written once more, to where it can be read.</summary>
    private ArgumentException NotWritten(T value, TransferScope scope, int depthMax, Exception error)
    {
        string place = TypeNames.Short(typeof(T));
        if (!CarriesShared)
        {
            ArrayBufferWriter<byte> written = new();
            PackWriter writer = new(written, scope, depthMax);
            try
            {
                _write(ref writer, value);
            }
            catch (Exception again) when (again is not OutOfMemoryException)
            {
                error = again;
            }

            writer.Flush();
            place = PackPath.Find(written.WrittenSpan, written.WrittenCount, place, Description);
        }

        return error is PackException ? Errors.MessageRefused(typeof(T), place + error.Message) : Errors.MessageNotWritten(typeof(T), depthMax, error);
    }
}
