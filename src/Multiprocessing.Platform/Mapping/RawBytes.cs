using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiprocessing.Platform.Mapping;

/// <summary>Values without references seen as the bytes they lie in. Generic code that learned at run time that its type holds no reference uses it too.</summary>
internal static class RawBytes
{
    /// <summary>The bytes of the value itself, not of a copy.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> holds references.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Span<byte> Of<T>(ref T value)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) ThrowReferences<T>();
        return MemoryMarshal.CreateSpan(ref Unsafe.As<T, byte>(ref value), Unsafe.SizeOf<T>());
    }

    /// <summary>How many bytes a value is, as it lies in an array.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int SizeOf<T>() => Unsafe.SizeOf<T>();

    /// <summary>The bytes of the value itself, to be read only.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> holds references.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ReadOnlySpan<byte> OfReadOnly<T>(in T value)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) ThrowReferences<T>();
        return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in value)), Unsafe.SizeOf<T>());
    }

    /// <summary>The bytes of all elements.</summary>
    /// <exception cref="OverflowException">They are more than 2 GiB.</exception>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> holds references.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Span<byte> Of<T>(Span<T> values)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) ThrowReferences<T>();
        return MemoryMarshal.CreateSpan(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(values)), checked(values.Length * Unsafe.SizeOf<T>()));
    }

    /// <summary>The bytes of all elements.</summary>
    /// <exception cref="OverflowException">They are more than 2 GiB.</exception>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> holds references.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ReadOnlySpan<byte> Of<T>(ReadOnlySpan<T> values)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) ThrowReferences<T>();
        return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(values)), checked(values.Length * Unsafe.SizeOf<T>()));
    }

    /// <summary>The bytes behind a boxed value that holds no references.</summary>
    internal static Span<byte> OfBoxed(object boxed)
    {
        Debug.Assert(boxed is ValueType, "Only a boxed value lies in its object as it is.");
        return MemoryMarshal.CreateSpan(ref Unsafe.As<Box>(boxed).First, RuntimeHelpers.SizeOf(boxed.GetType().TypeHandle));
    }

    private static void ThrowReferences<T>() => throw new ArgumentException($"{typeof(T)} holds references, so its bytes mean nothing elsewhere.", nameof(T));

    /// <summary>The form that every boxed value has: its data begin where the first field of a class lies.</summary>
    private sealed class Box
    {
        internal byte First;
    }
}
