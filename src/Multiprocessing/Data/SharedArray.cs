using Multiprocessing.Data;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing;

/// <summary>Makes, opens and removes arrays in shared memory: see <see cref="SharedArray{T}"/>.</summary>
public static class SharedArray
{
    /// <summary>Makes an array of that name. All elements are zero.</summary>
    /// <typeparam name="T">Any unmanaged type without pointers, native integers and automatic layout.</typeparam>
    /// <param name="name">1 to 128 bytes of UTF-8, unique among the shared objects of the domain.</param>
    /// <param name="length">The number of elements, 0 or more.</param>
    /// <param name="options">Lifetime and mode; null for the defaults.</param>
    /// <returns>The array.</returns>
    /// <exception cref="ArgumentException">The name cannot be one, or <typeparamref name="T"/> cannot lie in shared memory; the message tells the member.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative, or more bytes than a file can have.</exception>
    /// <exception cref="SegmentExistsException">The name is in use.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it. All of it is reserved now, so no later access fails for lack of space.</exception>
    /// <exception cref="SegmentAccessException">The system refuses access to the place of shared memory.</exception>
    public static SharedArray<T> Create<T>(string name, long length, SharedObjectOptions? options = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(name);
        return new SharedArray<T>(Segment.Create(Domain.Current, name, SharedArray<T>.Content(length), options: options));
    }

    /// <summary>Makes an array without a name. It is handed over as an argument or in a message, and goes with its last user. All elements are zero.</summary>
    /// <typeparam name="T">Any unmanaged type without pointers, native integers and automatic layout.</typeparam>
    /// <param name="length">The number of elements, 0 or more.</param>
    /// <param name="options">The mode; null for the default. The lifetime is always that of the last user.</param>
    /// <returns>The array.</returns>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> cannot lie in shared memory; the message tells the member.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative, or more bytes than a file can have.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it. All of it is reserved now, so no later access fails for lack of space.</exception>
    /// <exception cref="SegmentAccessException">The system refuses access to the place of shared memory.</exception>
    public static SharedArray<T> Create<T>(long length, SharedObjectOptions? options = null)
        where T : unmanaged => new(Segment.Create(Domain.Current, null, SharedArray<T>.Content(length), options: options));

    /// <summary>Makes an array of that name with the given elements. Nobody sees it half filled.</summary>
    /// <typeparam name="T">Any unmanaged type without pointers, native integers and automatic layout.</typeparam>
    /// <param name="name">1 to 128 bytes of UTF-8, unique among the shared objects of the domain.</param>
    /// <param name="elements">What it begins with, and how long it is.</param>
    /// <param name="options">Lifetime and mode; null for the defaults.</param>
    /// <returns>The array.</returns>
    /// <exception cref="ArgumentException">The name cannot be one, or <typeparamref name="T"/> cannot lie in shared memory; the message tells the member.</exception>
    /// <exception cref="SegmentExistsException">The name is in use.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it.</exception>
    /// <exception cref="SegmentAccessException">The system refuses access to the place of shared memory.</exception>
    public static SharedArray<T> Create<T>(string name, ReadOnlySpan<T> elements, SharedObjectOptions? options = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(name);
        return new SharedArray<T>(Segment.Create(Domain.Current, name, SharedArray<T>.Content(elements.Length), elements, Fill, options));
    }

    /// <summary>Makes an array without a name, with the given elements. It is handed over as an argument or in a message, and goes with its last user.</summary>
    /// <typeparam name="T">Any unmanaged type without pointers, native integers and automatic layout.</typeparam>
    /// <param name="elements">What it begins with, and how long it is.</param>
    /// <param name="options">The mode; null for the default. The lifetime is always that of the last user.</param>
    /// <returns>The array.</returns>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> cannot lie in shared memory; the message tells the member.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it.</exception>
    /// <exception cref="SegmentAccessException">The system refuses access to the place of shared memory.</exception>
    public static SharedArray<T> Create<T>(ReadOnlySpan<T> elements, SharedObjectOptions? options = null)
        where T : unmanaged => new(Segment.Create(Domain.Current, null, SharedArray<T>.Content(elements.Length), elements, Fill, options));

    /// <summary>Opens the array of that name.</summary>
    /// <typeparam name="T">The type it was made with.</typeparam>
    /// <param name="name">The name it was made with.</param>
    /// <returns>The array.</returns>
    /// <exception cref="SegmentMissingException">There is none.</exception>
    /// <exception cref="SegmentMismatchException">The name is that of another kind of object, or the elements are of another type; the message tells which.</exception>
    /// <exception cref="SegmentCorruptException">The file of that name is damaged, or none of this library.</exception>
    /// <exception cref="SegmentAccessException">The system refuses access to it.</exception>
    public static SharedArray<T> Open<T>(string name)
        where T : unmanaged => new(Segment.Open(Domain.Current, name, SharedArray<T>.Content(0)));

    /// <summary>Opens the array of that name, or makes it; whichever of several processes comes first makes it, and none sees it half made.</summary>
    /// <typeparam name="T">The type it was made with.</typeparam>
    /// <param name="name">1 to 128 bytes of UTF-8.</param>
    /// <param name="length">The number of elements; an array that exists must have as many.</param>
    /// <param name="options">Used only when it is made; null for the defaults.</param>
    /// <returns>The array.</returns>
    /// <exception cref="ArgumentException">The name cannot be one, or <typeparamref name="T"/> cannot lie in shared memory; the message tells the member.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative, or more bytes than a file can have.</exception>
    /// <exception cref="SegmentMismatchException">It exists as another kind of object, with another type, or with another length.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it.</exception>
    /// <exception cref="SegmentCorruptException">The file of that name is damaged, or none of this library.</exception>
    /// <exception cref="SegmentAccessException">The system refuses access to it.</exception>
    public static SharedArray<T> CreateOrOpen<T>(string name, long length, SharedObjectOptions? options = null)
        where T : unmanaged
    {
        var array = new SharedArray<T>(Segment.CreateOrOpen(Domain.Current, name, SharedArray<T>.Content(length), options: options));
        if (array.Length == length) return array;
        long found = array.Length;
        array.Dispose();
        throw Errors.WrongParameter("array", name, "length", found, length);
    }

    /// <summary>Takes the name away. Whoever has the array open goes on using it; its memory goes with the last of them.</summary>
    /// <param name="name">The name.</param>
    /// <returns>False when there was no array of that name.</returns>
    /// <exception cref="ArgumentException">The name cannot be one.</exception>
    /// <exception cref="SegmentMismatchException">The name is that of another kind of object.</exception>
    /// <exception cref="SegmentAccessException">The system refuses it.</exception>
    public static bool Remove(string name) => Segment.Remove(Domain.Current, SegmentKind.Array, name);

    private static void Fill<T>(Segment segment, ReadOnlySpan<T> elements)
        where T : unmanaged => elements.CopyTo(segment.Body<T>(SharedArrayLayout.ItemsOffset, elements.Length).Span(0, elements.Length));
}
