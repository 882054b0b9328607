using Multiprocessing.Managers;
using Multiprocessing.Managers.Streams;

namespace Multiprocessing;

/// <summary>Streams as arguments and results of a call.</summary>
public sealed partial class ServedCall
{
    /// <summary>Bytes of the result so far.</summary>
    internal int ResultSize => _result?.BodySize ?? 0;

    /// <summary>Calls a member whose result is a stream; the caller enumerates it step by step, in the turn of the object.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="open">Calls the member with the stream's token.</param>
    public void WriteStream<T>(Func<CancellationToken, IAsyncEnumerable<T>> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        var stop = new CancellationTokenSource();
        WriteEnumeration(open(stop.Token) ?? throw Errors.StreamNull(), stop);
    }

    /// <summary>Writes a result that is a sequence by reference.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="sequence">The sequence.</param>
    public void WriteSequence<T>(IAsyncEnumerable<T>? sequence) => Result.WriteSequence(sequence, StepTurn);

    /// <summary>Writes a result that is an enumerator by reference.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="enumerator">The enumerator.</param>
    public void WriteEnumerator<T>(IEnumerator<T>? enumerator) => Result.WriteEnumerator(enumerator, StepTurn);

    /// <summary>Reads the next argument, a sequence by reference.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <returns>The sequence.</returns>
    public IAsyncEnumerable<T>? ReadSequence<T>() => _arguments.ReadSequence<T>();

    /// <summary>Reads the next argument, an enumerator by reference.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <returns>The enumerator.</returns>
    public IEnumerator<T>? ReadEnumerator<T>() => _arguments.ReadEnumerator<T>();

    internal void WriteEnumeration<T>(IAsyncEnumerable<T> items, CancellationTokenSource stop) =>
        _peer.WriteReference(Result, new EnumerationSource<T>(items, stop), StreamSource.Contract, StepTurn);

    // The steps of one stream come one after another, also where the object has no turn.
    private Turn StepTurn => Turn.Policy == TurnPolicy.Concurrent ? new Turn(TurnPolicy.Interleaved) : Turn;
}
