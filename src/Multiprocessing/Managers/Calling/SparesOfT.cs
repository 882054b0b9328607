using System.Collections.Concurrent;

namespace Multiprocessing.Managers.Calling;

/// <summary>Objects that are used again and again, of one thread. What it has too many of others may take, since calls often end on another thread than they begin on.</summary>
/// <param name="shared">Those that any thread may take.</param>
internal sealed class Spares<T>(ConcurrentQueue<T> shared)
    where T : class
{
    private const int OwnMax = 64;
    private const int SharedMax = 4096;

    private readonly T[] _own = new T[OwnMax];
    private int _count;

    internal T? TryTake()
    {
        if (_count > 0) return _own[--_count];
        return shared.TryDequeue(out T? spare) ? spare : null;
    }

    internal void Keep(T spare)
    {
        if (_count < OwnMax) _own[_count++] = spare;
        else if (shared.Count < SharedMax) shared.Enqueue(spare);
    }
}
