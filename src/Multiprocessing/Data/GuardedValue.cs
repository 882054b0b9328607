using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing;

/// <summary>Makes, opens and removes guarded values in shared memory: see <see cref="GuardedValue{T}"/>.</summary>
public static class GuardedValue
{
    /// <summary>Makes a guarded value.</summary>
    /// <typeparam name="T">Any unmanaged type without pointers, native integers and automatic layout.</typeparam>
    /// <param name="name">1 to 128 bytes of UTF-8; null for an anonymous one, which is handed over as an argument or in a message and goes with its last user.</param>
    /// <param name="initial">What it is when others first see it. Default: zero.</param>
    /// <param name="options">Lifetime and mode; null for the defaults.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The name cannot be one, or <typeparamref name="T"/> cannot lie in shared memory; the message tells the member.</exception>
    /// <exception cref="SegmentExistsException">The name is in use.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it (4 KiB, or twice the size of a large <typeparamref name="T"/>).</exception>
    /// <exception cref="SegmentAccessException">The system refuses access to the place of shared memory.</exception>
    public static GuardedValue<T> Create<T>(string? name = null, T initial = default, SharedObjectOptions? options = null)
        where T : unmanaged =>
        new(Segment.Create(Domain.Current, name, GuardedValue<T>.Content, initial, GuardedValue<T>.Initialise, options));

    /// <summary>Opens the guarded value of that name.</summary>
    /// <typeparam name="T">The type it was made with.</typeparam>
    /// <param name="name">The name it was made with.</param>
    /// <returns>The value.</returns>
    /// <exception cref="SegmentMissingException">There is none.</exception>
    /// <exception cref="SegmentMismatchException">The name is that of another kind of object, or the value is of another type; the message tells which.</exception>
    /// <exception cref="SegmentCorruptException">The file of that name is damaged, or none of this library.</exception>
    /// <exception cref="SegmentAccessException">The system refuses access to it.</exception>
    public static GuardedValue<T> Open<T>(string name)
        where T : unmanaged => new(Segment.Open(Domain.Current, name, GuardedValue<T>.Content));

    /// <summary>Opens the guarded value of that name, or makes it; whichever of several processes comes first makes it, and none sees it half made.</summary>
    /// <typeparam name="T">The type it was made with.</typeparam>
    /// <param name="name">1 to 128 bytes of UTF-8.</param>
    /// <param name="initial">What it is when it is made here. Default: zero.</param>
    /// <param name="options">Used only when it is made; null for the defaults.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The name cannot be one, or <typeparamref name="T"/> cannot lie in shared memory; the message tells the member.</exception>
    /// <exception cref="SegmentMismatchException">It exists as another kind of object, or with another type.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it.</exception>
    /// <exception cref="SegmentCorruptException">The file of that name is damaged, or none of this library.</exception>
    /// <exception cref="SegmentAccessException">The system refuses access to it.</exception>
    public static GuardedValue<T> CreateOrOpen<T>(string name, T initial = default, SharedObjectOptions? options = null)
        where T : unmanaged =>
        new(Segment.CreateOrOpen(Domain.Current, name, GuardedValue<T>.Content, initial, GuardedValue<T>.Initialise, options));

    /// <summary>Takes the name away. Whoever has the value open goes on using it; its memory goes with the last of them.</summary>
    /// <param name="name">The name.</param>
    /// <returns>False when there was no guarded value of that name.</returns>
    /// <exception cref="ArgumentException">The name cannot be one.</exception>
    /// <exception cref="SegmentMismatchException">The name is that of another kind of object.</exception>
    /// <exception cref="SegmentAccessException">The system refuses it.</exception>
    public static bool Remove(string name) => Segment.Remove(Domain.Current, SegmentKind.GuardedValue, name);
}
