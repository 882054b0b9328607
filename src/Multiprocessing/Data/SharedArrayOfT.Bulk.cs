using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Diagnostics;

namespace Multiprocessing;

public sealed partial class SharedArray<T> : IEnumerable<T>
{
    /// <summary>All elements as a span.</summary>
    /// <returns>The elements themselves, not a copy. Must not be used after <see cref="Dispose"/>.</returns>
    /// <exception cref="InvalidOperationException">The array has more elements than a span holds (2³¹ − 1).</exception>
    /// <exception cref="ObjectDisposedException">The array was disposed.</exception>
    public Span<T> AsSpan()
    {
        ThrowIfDisposed();
        if (Length > int.MaxValue) throw Errors.LongerThanASpan(_segment.Name, Length);
        return _items.Span(0, (int)Length);
    }

    /// <summary>A part of the elements as a span.</summary>
    /// <param name="start">Index of the first one.</param>
    /// <param name="length">How many.</param>
    /// <returns>The elements themselves, not a copy. Must not be used after <see cref="Dispose"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the array.</exception>
    /// <exception cref="ObjectDisposedException">The array was disposed.</exception>
    public Span<T> AsSpan(long start, int length)
    {
        if ((ulong)start > (ulong)_reach || (ulong)length > (ulong)(_reach - start)) ThrowOutside(start, length);
        return _items.Span(start, length);
    }

    /// <summary>All elements as spans one after the other, for arrays of any length: <c>foreach (Span&lt;double&gt; chunk in grid.Chunks())</c>.</summary>
    /// <param name="lengthMax">The number of elements of each chunk but the last, which may be shorter. Default: 2³⁰.</param>
    /// <returns>The chunks; enumerating them allocates nothing.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lengthMax"/> is not positive.</exception>
    /// <exception cref="ObjectDisposedException">The array was disposed.</exception>
    public SharedArrayChunks<T> Chunks(int lengthMax = 1 << 30)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lengthMax);
        ThrowIfDisposed();
        return new SharedArrayChunks<T>(this, lengthMax);
    }

    /// <summary>Enumerates the elements by reference: <c>foreach (ref double x in grid) x *= 2;</c></summary>
    /// <returns>The enumerator; it allocates nothing.</returns>
    /// <exception cref="ObjectDisposedException">The array was disposed.</exception>
    public SharedArrayEnumerator<T> GetEnumerator()
    {
        ThrowIfDisposed();
        return new SharedArrayEnumerator<T>(this);
    }

    /// <summary>Copies elements out.</summary>
    /// <param name="start">Index of the first one.</param>
    /// <param name="target">Where to; its length says how many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the array.</exception>
    /// <exception cref="ObjectDisposedException">The array was disposed.</exception>
    public void CopyTo(long start, Span<T> target) => AsSpan(start, target.Length).CopyTo(target);

    /// <summary>Copies elements in.</summary>
    /// <param name="start">Index of the first one.</param>
    /// <param name="source">Where from; its length says how many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the array.</exception>
    /// <exception cref="ObjectDisposedException">The array was disposed.</exception>
    public void CopyFrom(long start, ReadOnlySpan<T> source) => source.CopyTo(AsSpan(start, source.Length));

    /// <summary>Copies all elements into a new array of this process.</summary>
    /// <returns>The copy.</returns>
    /// <exception cref="InvalidOperationException">The array has more elements than a span holds (2³¹ − 1).</exception>
    /// <exception cref="ObjectDisposedException">The array was disposed.</exception>
    public T[] ToArray() => AsSpan().ToArray();

    /// <summary>Gives all elements one value.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="ObjectDisposedException">The array was disposed.</exception>
    public void Fill(T value)
    {
        foreach (Span<T> chunk in Chunks()) chunk.Fill(value);
    }

    /// <summary>Makes all elements zero.</summary>
    /// <exception cref="ObjectDisposedException">The array was disposed.</exception>
    public void Clear()
    {
        foreach (Span<T> chunk in Chunks()) chunk.Clear();
    }

    IEnumerator<T> IEnumerable<T>.GetEnumerator()
    {
        for (long i = 0; i < Length; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<T>)this).GetEnumerator();

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed != 0, this);

    [DoesNotReturn]
    private void ThrowOutside(long start, int length)
    {
        ThrowIfDisposed();
        throw Errors.OutsideArray(_segment.Name, nameof(start), start, length, Length);
    }
}
