using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiprocessing.Platform.Mapping;

/// <summary>
/// A place in mapped memory, seen as one <typeparamref name="T"/>. It is a bare pointer: reading <see cref="Value"/> costs one load and checks nothing,
/// so it must not outlive the mapping. Bounds and alignment are checked once, where it is made (<see cref="MappedRegion.At{T}"/>).
/// </summary>
internal readonly unsafe struct SharedRef<T>
    where T : unmanaged
{
    private readonly T* _pointer;

    internal SharedRef(T* pointer) => _pointer = pointer;

    internal ref T Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref *_pointer;
    }

    /// <summary>The address as a number: a key for tables of this process, never for shared memory.</summary>
    internal nint Address => (nint)_pointer;

    internal bool IsNull => _pointer == null;

    /// <summary>The element <paramref name="index"/> places on. The caller has checked the bounds.</summary>
    internal ref T this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _pointer[index];
    }

    /// <summary>The elements from <paramref name="index"/> on as a span. The caller has checked the bounds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<T> Span(long index, int count) => new(_pointer + index, count);

    /// <summary>The same place seen as another type, from <paramref name="index"/> elements on. The caller has checked bounds and alignment.</summary>
    internal SharedRef<TOther> As<TOther>(long index = 0)
        where TOther : unmanaged => new((TOther*)(_pointer + index));

    /// <summary>Zeroed memory of this process alone, never freed: for algorithms that run without a segment (simulations and process-local words).</summary>
    internal static SharedRef<T> Allocate(int count = 1) => new((T*)Zeroed((nuint)(count * sizeof(T))));

    private static void* Zeroed(nuint size)
    {
        void* memory = NativeMemory.AlignedAlloc(size, 128);
        NativeMemory.Clear(memory, size);
        return memory;
    }
}
