using Multiprocessing.Managers;
using Multiprocessing.Managers.Streams;

namespace Multiprocessing;

/// <summary>Streams as arguments and results.</summary>
public sealed partial class CallWriter
{
    /// <summary>Writes a sequence by reference: the receiver enumerates it step by step.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="sequence">The sequence; one that came from the receiver goes home.</param>
    public void WriteSequence<T>(IAsyncEnumerable<T>? sequence) => WriteSequence(sequence, OwnTurn());

    /// <summary>Writes an enumerator by reference: the receiver moves it, some items at a time.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="enumerator">The enumerator; one that came from the receiver goes home.</param>
    public void WriteEnumerator<T>(IEnumerator<T>? enumerator) => WriteEnumerator(enumerator, OwnTurn());

    internal void WriteSequence<T>(IAsyncEnumerable<T>? sequence, Turn turn) => WriteLiving(
        sequence is null ? null : sequence is RemoteSequence<T> { Home: { } home } && IsReceivers(home) ? home : new SequenceSource<T>(sequence), StreamSource.Contract, turn);

    internal void WriteEnumerator<T>(IEnumerator<T>? enumerator, Turn turn)
    {
        if (enumerator is null || (enumerator is RemoteEnumerator<T> remote && IsReceivers(remote.Home)))
        {
            WriteLiving((enumerator as RemoteEnumerator<T>)?.Home, StreamSource.Contract, turn);
            return;
        }

        Peer peer = Receiver;
        var source = new EnumeratorSource<T>(enumerator, peer.Limits.EnumeratorIdle);
        ulong id = WriteLiving(source, StreamSource.Contract, turn);
        source.Forgotten = () => peer.Withdraw(id);
    }

    /// <summary>Writes a reference to an object of the library that carries what lives longer than a value.</summary>
    internal ulong WriteLiving(object? value, SharedContract contract, Turn turn) => Receiver.WriteReference(this, value, contract, turn);

    /// <summary>Whether the object is one of the receiver's, so that it gets it back and no way there and back.</summary>
    internal bool IsReceivers(SharedProxy proxy) => ReferenceEquals(proxy.Target.Peer, _peer);

    private Peer Receiver => _peer ?? throw new InvalidOperationException("The frame belongs to no connection.");

    // What a member of a shared object gives away runs in the turn of that object.
    private static Turn OwnTurn() => Turn.OfThread ?? new Turn(TurnPolicy.Interleaved);
}
