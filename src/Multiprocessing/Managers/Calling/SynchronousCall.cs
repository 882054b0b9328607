namespace Multiprocessing.Managers.Calling;

/// <summary>
/// Lets a synchronous member share the body of its asynchronous twin: the next call that the thread makes through a proxy is made synchronously. Its caller sends it and reads its own reply, lends its turn while it waits, and
/// needs no thread of the pool, of which there may be none left where all of them wait so.
/// </summary>
internal static class SynchronousCall
{
    [ThreadStatic]
    private static bool t_isNext;

    /// <summary>Whether the next call of this thread may be that one: it takes the way on which <see cref="TryTake"/> is asked.</summary>
    internal static bool IsNext => t_isNext;

    /// <summary>Runs an asynchronous body whose first call without a token is to be a synchronous one.</summary>
    internal static ValueTask<T> MakeNext<T>(Func<ValueTask<T>> body)
    {
        t_isNext = true;
        try
        {
            return body();
        }
        finally
        {
            t_isNext = false;
        }
    }

    /// <summary>Whether the call that is about to be made is that one; the one after it is not.</summary>
    internal static bool TryTake()
    {
        bool isNext = t_isNext;
        t_isNext = false;
        return isNext;
    }
}
