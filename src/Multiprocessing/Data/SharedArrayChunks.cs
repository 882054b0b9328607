namespace Multiprocessing;

/// <summary>The elements of a <see cref="SharedArray{T}"/> as spans one after the other. Made for <c>foreach</c>.</summary>
/// <typeparam name="T">The element type.</typeparam>
public ref struct SharedArrayChunks<T>
    where T : unmanaged
{
    private readonly SharedArray<T> _array;
    private readonly int _lengthMax;
    private long _next;

    internal SharedArrayChunks(SharedArray<T> array, int lengthMax)
    {
        _array = array;
        _lengthMax = lengthMax;
    }

    /// <summary>The chunk that the enumeration is at: the elements themselves, not a copy.</summary>
    public Span<T> Current { get; private set; }

    /// <summary>The enumeration itself.</summary>
    /// <returns>A fresh copy of it.</returns>
    public readonly SharedArrayChunks<T> GetEnumerator() => this;

    /// <summary>Goes on to the next chunk.</summary>
    /// <returns>False after the last one.</returns>
    /// <exception cref="ObjectDisposedException">The array was disposed meanwhile.</exception>
    public bool MoveNext()
    {
        long left = _array.Length - _next;
        if (left == 0) return false;
        Current = _array.AsSpan(_next, (int)Math.Min(left, _lengthMax));
        _next += Current.Length;
        return true;
    }
}
