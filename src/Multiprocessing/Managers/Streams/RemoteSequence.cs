namespace Multiprocessing.Managers.Streams;

/// <summary>A sequence whose items are the other end's. Each enumeration of it is begun there, by its first move.</summary>
/// <param name="open">Begins an enumeration.</param>
/// <param name="home">Stands for the sequence where it came by reference; null for the result of a member, which each enumeration calls.</param>
/// <param name="cancellationToken">Ends enumerations as the token of each does.</param>
internal sealed class RemoteSequence<T>(Func<CancellationToken, ValueTask<StreamProxy?>> open, StreamProxy? home, CancellationToken cancellationToken) : IAsyncEnumerable<T>
{
    internal StreamProxy? Home { get; } = home;

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken ownToken = default) => new RemoteEnumeration<T>(open, cancellationToken, ownToken);
}
