namespace Multiprocessing.Managers.Streams;

/// <summary>A stream at the end that has its items: the other end asks for them in batches. All calls on it take one turn, so a step never meets another one.</summary>
/// <remarks>
/// A batch is tags and items in turn: <see cref="ItemTag"/> before each item, and as its last byte <see cref="MoreTag"/> or <see cref="LastTag"/>.
/// </remarks>
internal abstract class StreamSource : IAsyncDisposable
{
    internal const byte MoreTag = 0;
    internal const byte ItemTag = 1;
    internal const byte LastTag = 2;

    /// <summary>The members by number: <see cref="OpenAsync"/>, <see cref="NextAsync"/>, <see cref="EndAsync"/>.</summary>
    internal static SharedContract Contract { get; } = new(
        typeof(StreamSource),
        "stream",
        ["Stream.Open()", "Stream.Next()", "Stream.End()"],
        static target => new StreamProxy(target),
        static (source, member, call) => member switch
        {
            StreamProxy.Open => ((StreamSource)source).OpenAsync(call),
            StreamProxy.Next => ((StreamSource)source).NextAsync(call),
            _ => ((StreamSource)source).EndAsync(call),
        })
    { Needed = AccessRights.None };

    /// <summary>Begins to enumerate; the result is a reference to the new enumeration.</summary>
    internal virtual ValueTask OpenAsync(ServedCall call) => throw Errors.StreamMisused();

    /// <summary>Writes the next items, at least one unless there is none.</summary>
    internal virtual ValueTask NextAsync(ServedCall call) => throw Errors.StreamMisused();

    /// <summary>Ends the enumeration; answered when its <c>finally</c> blocks have run.</summary>
    private async ValueTask EndAsync(ServedCall call)
    {
        call.EndArguments();
        await DisposeAsync();
    }

    /// <summary>Ends the enumeration, in the turn: the other end wants it, or is gone.</summary>
    public abstract ValueTask DisposeAsync();
}
