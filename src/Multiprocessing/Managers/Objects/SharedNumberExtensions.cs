using System.Numerics;
using Multiprocessing.Managers.Objects;

namespace Multiprocessing;

/// <summary>Values, lists and arrays of numbers: adding happens at the server, in one step and one round trip.</summary>
public static class SharedNumberExtensions
{
    /// <summary>Adds one to the number.</summary>
    /// <typeparam name="T">An integer of 8 to 64 bits, float, double or decimal.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>The new number.</returns>
    /// <exception cref="OverflowException">It does not fit; nothing was changed.</exception>
    public static T Increment<T>(this ISharedValue<T> value)
        where T : struct, INumber<T> => Numbered<T>(value).Add(Numbers.KindOf<T>(), 0, T.One);

    /// <summary>Adds to the number.</summary>
    /// <typeparam name="T">An integer of 8 to 64 bits, float, double or decimal.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="amount">What is added; may be negative.</param>
    /// <returns>The new number.</returns>
    /// <exception cref="OverflowException">It does not fit; nothing was changed.</exception>
    public static T Increment<T>(this ISharedValue<T> value, T amount)
        where T : struct, INumber<T> => Numbered<T>(value).Add(Numbers.KindOf<T>(), 0, amount);

    /// <summary>Adds one to the number.</summary>
    /// <typeparam name="T">An integer of 8 to 64 bits, float, double or decimal.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The new number.</returns>
    /// <exception cref="OverflowException">It does not fit; nothing was changed.</exception>
    public static ValueTask<T> IncrementAsync<T>(this ISharedValue<T> value, CancellationToken cancellationToken = default)
        where T : struct, INumber<T> => Numbered<T>(value).AddAsync(Numbers.KindOf<T>(), 0, T.One, cancellationToken);

    /// <summary>Adds to the number.</summary>
    /// <typeparam name="T">An integer of 8 to 64 bits, float, double or decimal.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="amount">What is added; may be negative.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The new number.</returns>
    /// <exception cref="OverflowException">It does not fit; nothing was changed.</exception>
    public static ValueTask<T> IncrementAsync<T>(this ISharedValue<T> value, T amount, CancellationToken cancellationToken = default)
        where T : struct, INumber<T> => Numbered<T>(value).AddAsync(Numbers.KindOf<T>(), 0, amount, cancellationToken);

    /// <summary>Adds one to a number of an array.</summary>
    /// <typeparam name="T">An integer of 8 to 64 bits, float, double or decimal.</typeparam>
    /// <param name="array">The array.</param>
    /// <param name="index">Its index, from the front or the end.</param>
    /// <returns>The new number.</returns>
    /// <exception cref="OverflowException">It does not fit; nothing was changed.</exception>
    public static T Increment<T>(this ISharedArray<T> array, Index index)
        where T : struct, INumber<T> => Numbered<T>(array).Add(Numbers.KindOf<T>(), index, T.One);

    /// <summary>Adds to a number of an array.</summary>
    /// <typeparam name="T">An integer of 8 to 64 bits, float, double or decimal.</typeparam>
    /// <param name="array">The array.</param>
    /// <param name="index">Its index, from the front or the end.</param>
    /// <param name="amount">What is added; may be negative.</param>
    /// <returns>The new number.</returns>
    /// <exception cref="OverflowException">It does not fit; nothing was changed.</exception>
    public static T Increment<T>(this ISharedArray<T> array, Index index, T amount)
        where T : struct, INumber<T> => Numbered<T>(array).Add(Numbers.KindOf<T>(), index, amount);

    /// <summary>Adds one to a number of an array.</summary>
    /// <typeparam name="T">An integer of 8 to 64 bits, float, double or decimal.</typeparam>
    /// <param name="array">The array.</param>
    /// <param name="index">Its index, from the front or the end.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The new number.</returns>
    /// <exception cref="OverflowException">It does not fit; nothing was changed.</exception>
    public static ValueTask<T> IncrementAsync<T>(this ISharedArray<T> array, Index index, CancellationToken cancellationToken = default)
        where T : struct, INumber<T> => Numbered<T>(array).AddAsync(Numbers.KindOf<T>(), index, T.One, cancellationToken);

    /// <summary>Adds to a number of an array.</summary>
    /// <typeparam name="T">An integer of 8 to 64 bits, float, double or decimal.</typeparam>
    /// <param name="array">The array.</param>
    /// <param name="index">Its index, from the front or the end.</param>
    /// <param name="amount">What is added; may be negative.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The new number.</returns>
    /// <exception cref="OverflowException">It does not fit; nothing was changed.</exception>
    public static ValueTask<T> IncrementAsync<T>(this ISharedArray<T> array, Index index, T amount, CancellationToken cancellationToken = default)
        where T : struct, INumber<T> => Numbered<T>(array).AddAsync(Numbers.KindOf<T>(), index, amount, cancellationToken);

    /// <summary>Adds one to a number of a list.</summary>
    /// <typeparam name="T">An integer of 8 to 64 bits, float, double or decimal.</typeparam>
    /// <param name="list">The list.</param>
    /// <param name="index">Its index, from the front or the end.</param>
    /// <returns>The new number.</returns>
    /// <exception cref="OverflowException">It does not fit; nothing was changed.</exception>
    public static T Increment<T>(this ISharedList<T> list, Index index)
        where T : struct, INumber<T> => Numbered<T>(list).Add(Numbers.KindOf<T>(), index, T.One);

    /// <summary>Adds to a number of a list.</summary>
    /// <typeparam name="T">An integer of 8 to 64 bits, float, double or decimal.</typeparam>
    /// <param name="list">The list.</param>
    /// <param name="index">Its index, from the front or the end.</param>
    /// <param name="amount">What is added; may be negative.</param>
    /// <returns>The new number.</returns>
    /// <exception cref="OverflowException">It does not fit; nothing was changed.</exception>
    public static T Increment<T>(this ISharedList<T> list, Index index, T amount)
        where T : struct, INumber<T> => Numbered<T>(list).Add(Numbers.KindOf<T>(), index, amount);

    /// <summary>Adds one to a number of a list.</summary>
    /// <typeparam name="T">An integer of 8 to 64 bits, float, double or decimal.</typeparam>
    /// <param name="list">The list.</param>
    /// <param name="index">Its index, from the front or the end.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The new number.</returns>
    /// <exception cref="OverflowException">It does not fit; nothing was changed.</exception>
    public static ValueTask<T> IncrementAsync<T>(this ISharedList<T> list, Index index, CancellationToken cancellationToken = default)
        where T : struct, INumber<T> => Numbered<T>(list).AddAsync(Numbers.KindOf<T>(), index, T.One, cancellationToken);

    /// <summary>Adds to a number of a list.</summary>
    /// <typeparam name="T">An integer of 8 to 64 bits, float, double or decimal.</typeparam>
    /// <param name="list">The list.</param>
    /// <param name="index">Its index, from the front or the end.</param>
    /// <param name="amount">What is added; may be negative.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The new number.</returns>
    /// <exception cref="OverflowException">It does not fit; nothing was changed.</exception>
    public static ValueTask<T> IncrementAsync<T>(this ISharedList<T> list, Index index, T amount, CancellationToken cancellationToken = default)
        where T : struct, INumber<T> => Numbered<T>(list).AddAsync(Numbers.KindOf<T>(), index, amount, cancellationToken);

    private static INumbered<T> Numbered<T>(object shared)
    {
        ArgumentNullException.ThrowIfNull(shared);
        return shared as INumbered<T> ?? throw new ArgumentException("The object is none of this library's.", nameof(shared));
    }
}
