using Multiprocessing.Managers.Streams;

namespace Multiprocessing;

/// <summary>Streams as arguments and results.</summary>
public sealed partial class CallReader
{
    /// <summary>Reads a sequence by reference.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <returns>The sequence; the object itself where it is of this process; or null.</returns>
    /// <exception cref="InvalidMessageException">The bytes are no reference.</exception>
    public IAsyncEnumerable<T>? ReadSequence<T>() => ReadLiving(StreamSource.Contract) switch
    {
        null => null,
        StreamProxy proxy => new RemoteSequence<T>(proxy.OpenAsync, proxy, default),
        SequenceSource<T> own => own.Items,
        { } other => throw Errors.ReferenceOfOtherType(other.GetType(), typeof(IAsyncEnumerable<T>)),
    };

    /// <summary>Reads an enumerator by reference.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <returns>The enumerator; the object itself where it is of this process; or null.</returns>
    /// <exception cref="InvalidMessageException">The bytes are no reference.</exception>
    public IEnumerator<T>? ReadEnumerator<T>() => ReadLiving(StreamSource.Contract) switch
    {
        null => null,
        StreamProxy proxy => new RemoteEnumerator<T>(proxy),
        EnumeratorSource<T> own => own.Items,
        { } other => throw Errors.ReferenceOfOtherType(other.GetType(), typeof(IEnumerator<T>)),
    };

    internal StreamProxy? ReadStreamProxy() => ReadLiving(StreamSource.Contract) switch
    {
        null => null,
        StreamProxy proxy => proxy,
        { } other => throw Errors.ReferenceOfOtherType(other.GetType(), typeof(StreamProxy)),
    };

    /// <summary>Reads a reference to an object of the library that carries what lives longer than a value.</summary>
    internal object? ReadLiving(SharedContract contract) => _peer!.ReadReference(this, contract);

    /// <summary>The last byte of the body.</summary>
    internal byte Last => _end > 0 ? _buffer![_end - 1] : throw Errors.CallTooShort(1, 0);
}
