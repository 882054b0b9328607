namespace Multiprocessing.Managers.Streams;

/// <summary>A sequence that the other end may enumerate, as often as it likes.</summary>
internal sealed class SequenceSource<T>(IAsyncEnumerable<T> items) : StreamSource
{
    internal IAsyncEnumerable<T> Items { get; } = items;

    internal override ValueTask OpenAsync(ServedCall call)
    {
        call.EndArguments();
        call.WriteEnumeration(Items, new CancellationTokenSource());
        return default;
    }

    public override ValueTask DisposeAsync() => default;
}
