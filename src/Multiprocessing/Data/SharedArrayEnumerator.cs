using System.Runtime.CompilerServices;

namespace Multiprocessing;

/// <summary>Goes over the elements of a <see cref="SharedArray{T}"/> by reference. Made for <c>foreach</c>.</summary>
/// <typeparam name="T">The element type.</typeparam>
public ref struct SharedArrayEnumerator<T>
    where T : unmanaged
{
    private readonly SharedArray<T> _array;
    private long _index;

    internal SharedArrayEnumerator(SharedArray<T> array)
    {
        _array = array;
        _index = -1;
    }

    /// <summary>The element that the enumeration is at, by reference.</summary>
    /// <exception cref="ObjectDisposedException">The array was disposed meanwhile.</exception>
    public readonly ref T Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _array[_index];
    }

    /// <summary>Goes on to the next element.</summary>
    /// <returns>False after the last one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext() => ++_index < _array.Length;
}
