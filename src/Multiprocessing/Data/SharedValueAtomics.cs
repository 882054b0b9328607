using System.Runtime.CompilerServices;

namespace Multiprocessing;

/// <summary>Atomic members of shared numbers: <c>hits.Add(1)</c>.</summary>
/// <remarks>
/// <para><b>Threads, processes.</b> Each call is one indivisible step for all threads of all processes, and a full memory fence; a kill comes before or after it.</para>
/// <para><b>Cost.</b> One atomic instruction; for floating point a compare-and-swap loop. No system call, no allocation.</para>
/// <para>Source: <see cref="Interlocked"/>.</para>
/// </remarks>
public static class SharedValueAtomics
{
    /// <summary>Adds to the number. On overflow it wraps.</summary>
    /// <param name="value">The shared value.</param>
    /// <param name="amount">What to add.</param>
    /// <returns>The number after it.</returns>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Add(this SharedValue<int> value, int amount) => Interlocked.Add(ref Of(value), amount);

    /// <summary>Adds to the number. On overflow it wraps.</summary>
    /// <param name="value">The shared value.</param>
    /// <param name="amount">What to add.</param>
    /// <returns>The number after it.</returns>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Add(this SharedValue<long> value, long amount) => Interlocked.Add(ref Of(value), amount);

    /// <summary>Adds to the number. On overflow it wraps.</summary>
    /// <param name="value">The shared value.</param>
    /// <param name="amount">What to add.</param>
    /// <returns>The number after it.</returns>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Add(this SharedValue<uint> value, uint amount) => Interlocked.Add(ref Of(value), amount);

    /// <summary>Adds to the number. On overflow it wraps.</summary>
    /// <param name="value">The shared value.</param>
    /// <param name="amount">What to add.</param>
    /// <returns>The number after it.</returns>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Add(this SharedValue<ulong> value, ulong amount) => Interlocked.Add(ref Of(value), amount);

    /// <summary>Adds to the number, by compare-and-swap until no other change comes between.</summary>
    /// <param name="value">The shared value.</param>
    /// <param name="amount">What to add.</param>
    /// <returns>The number after it.</returns>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    public static double Add(this SharedValue<double> value, double amount)
    {
        ref double place = ref Of(value);
        double seen = Volatile.Read(ref place);
        while (true)
        {
            double sum = seen + amount;
            double found = Interlocked.CompareExchange(ref place, sum, seen);
            // Bits are compared and not numbers: a NaN is unlike itself, and −0 is like 0.
            if (BitConverter.DoubleToInt64Bits(found) == BitConverter.DoubleToInt64Bits(seen)) return sum;
            seen = found;
        }
    }

    /// <summary>Adds to the number, by compare-and-swap until no other change comes between.</summary>
    /// <param name="value">The shared value.</param>
    /// <param name="amount">What to add.</param>
    /// <returns>The number after it.</returns>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    public static float Add(this SharedValue<float> value, float amount)
    {
        ref float place = ref Of(value);
        float seen = Volatile.Read(ref place);
        while (true)
        {
            float sum = seen + amount;
            float found = Interlocked.CompareExchange(ref place, sum, seen);
            // Bits are compared and not numbers: a NaN is unlike itself, and −0 is like 0.
            if (BitConverter.SingleToInt32Bits(found) == BitConverter.SingleToInt32Bits(seen)) return sum;
            seen = found;
        }
    }

    /// <summary>Adds one. On overflow it wraps.</summary>
    /// <param name="value">The shared value.</param>
    /// <returns>The number after it.</returns>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Increment(this SharedValue<int> value) => Interlocked.Increment(ref Of(value));

    /// <summary>Subtracts one. On overflow it wraps.</summary>
    /// <param name="value">The shared value.</param>
    /// <returns>The number after it.</returns>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Decrement(this SharedValue<int> value) => Interlocked.Decrement(ref Of(value));

    /// <summary>Adds one. On overflow it wraps.</summary>
    /// <param name="value">The shared value.</param>
    /// <returns>The number after it.</returns>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Increment(this SharedValue<long> value) => Interlocked.Increment(ref Of(value));

    /// <summary>Subtracts one. On overflow it wraps.</summary>
    /// <param name="value">The shared value.</param>
    /// <returns>The number after it.</returns>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Decrement(this SharedValue<long> value) => Interlocked.Decrement(ref Of(value));

    /// <summary>Adds one. On overflow it wraps.</summary>
    /// <param name="value">The shared value.</param>
    /// <returns>The number after it.</returns>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Increment(this SharedValue<uint> value) => Interlocked.Increment(ref Of(value));

    /// <summary>Subtracts one. On overflow it wraps.</summary>
    /// <param name="value">The shared value.</param>
    /// <returns>The number after it.</returns>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Decrement(this SharedValue<uint> value) => Interlocked.Decrement(ref Of(value));

    /// <summary>Adds one. On overflow it wraps.</summary>
    /// <param name="value">The shared value.</param>
    /// <returns>The number after it.</returns>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Increment(this SharedValue<ulong> value) => Interlocked.Increment(ref Of(value));

    /// <summary>Subtracts one. On overflow it wraps.</summary>
    /// <param name="value">The shared value.</param>
    /// <returns>The number after it.</returns>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Decrement(this SharedValue<ulong> value) => Interlocked.Decrement(ref Of(value));

    /// <summary>Sets the bits that are set in <paramref name="bits"/>.</summary>
    /// <param name="value">The shared value.</param>
    /// <param name="bits">The bits to set.</param>
    /// <returns>The number before it.</returns>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Or(this SharedValue<int> value, int bits) => Interlocked.Or(ref Of(value), bits);

    /// <summary>Clears the bits that are not set in <paramref name="bits"/>.</summary>
    /// <param name="value">The shared value.</param>
    /// <param name="bits">The bits to keep.</param>
    /// <returns>The number before it.</returns>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int And(this SharedValue<int> value, int bits) => Interlocked.And(ref Of(value), bits);

    /// <summary>Sets the bits that are set in <paramref name="bits"/>.</summary>
    /// <param name="value">The shared value.</param>
    /// <param name="bits">The bits to set.</param>
    /// <returns>The number before it.</returns>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Or(this SharedValue<long> value, long bits) => Interlocked.Or(ref Of(value), bits);

    /// <summary>Clears the bits that are not set in <paramref name="bits"/>.</summary>
    /// <param name="value">The shared value.</param>
    /// <param name="bits">The bits to keep.</param>
    /// <returns>The number before it.</returns>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long And(this SharedValue<long> value, long bits) => Interlocked.And(ref Of(value), bits);

    /// <summary>Sets the bits that are set in <paramref name="bits"/>.</summary>
    /// <param name="value">The shared value.</param>
    /// <param name="bits">The bits to set.</param>
    /// <returns>The number before it.</returns>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Or(this SharedValue<uint> value, uint bits) => Interlocked.Or(ref Of(value), bits);

    /// <summary>Clears the bits that are not set in <paramref name="bits"/>.</summary>
    /// <param name="value">The shared value.</param>
    /// <param name="bits">The bits to keep.</param>
    /// <returns>The number before it.</returns>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint And(this SharedValue<uint> value, uint bits) => Interlocked.And(ref Of(value), bits);

    /// <summary>Sets the bits that are set in <paramref name="bits"/>.</summary>
    /// <param name="value">The shared value.</param>
    /// <param name="bits">The bits to set.</param>
    /// <returns>The number before it.</returns>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Or(this SharedValue<ulong> value, ulong bits) => Interlocked.Or(ref Of(value), bits);

    /// <summary>Clears the bits that are not set in <paramref name="bits"/>.</summary>
    /// <param name="value">The shared value.</param>
    /// <param name="bits">The bits to keep.</param>
    /// <returns>The number before it.</returns>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong And(this SharedValue<ulong> value, ulong bits) => Interlocked.And(ref Of(value), bits);

    /// <summary>Replaces the value.</summary>
    /// <typeparam name="T">A primitive number, bool, char, or an enum of 1, 2, 4 or 8 bytes.</typeparam>
    /// <param name="value">The shared value.</param>
    /// <param name="replacement">What it is from now on.</param>
    /// <returns>What it was before.</returns>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exchange<T>(this SharedValue<T> value, T replacement)
        where T : unmanaged => Interlocked.Exchange(ref Of(value), replacement);

    /// <summary>Replaces the value if it is the one expected.</summary>
    /// <typeparam name="T">A primitive number, bool, char, or an enum of 1, 2, 4 or 8 bytes.</typeparam>
    /// <param name="value">The shared value.</param>
    /// <param name="replacement">What it is from now on, if it was the one expected.</param>
    /// <param name="expected">What it must be. Bits are compared.</param>
    /// <returns>What it was before; it was replaced when that is <paramref name="expected"/>.</returns>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T CompareExchange<T>(this SharedValue<T> value, T replacement, T expected)
        where T : unmanaged => Interlocked.CompareExchange(ref Of(value), replacement, expected);

    private static ref T Of<T>(SharedValue<T> value)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(value);
        return ref value.Value;
    }
}
