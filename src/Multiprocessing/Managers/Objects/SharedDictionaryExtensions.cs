using System.Numerics;
using Multiprocessing.Managers.Objects;

namespace Multiprocessing;

/// <summary>Dictionaries of numbers: adding happens at the server, in one step.</summary>
public static class SharedDictionaryExtensions
{
    /// <summary>Adds one to the number of a key; one that is not there begins at zero.</summary>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TValue">An integer of 8 to 64 bits, float, double or decimal.</typeparam>
    /// <param name="dictionary">The dictionary.</param>
    /// <param name="key">The key.</param>
    /// <returns>The new number.</returns>
    /// <exception cref="OverflowException">It does not fit; nothing was changed.</exception>
    public static TValue Increment<TKey, TValue>(this ISharedDictionary<TKey, TValue> dictionary, TKey key)
        where TKey : notnull
        where TValue : struct, INumber<TValue> => Increment(dictionary, key, TValue.One);

    /// <summary>Adds to the number of a key; one that is not there begins at zero.</summary>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TValue">An integer of 8 to 64 bits, float, double or decimal.</typeparam>
    /// <param name="dictionary">The dictionary.</param>
    /// <param name="key">The key.</param>
    /// <param name="amount">What is added; may be negative.</param>
    /// <returns>The new number.</returns>
    /// <exception cref="OverflowException">It does not fit; nothing was changed.</exception>
    public static TValue Increment<TKey, TValue>(this ISharedDictionary<TKey, TValue> dictionary, TKey key, TValue amount)
        where TKey : notnull
        where TValue : struct, INumber<TValue> => Numbered(dictionary).Increment(Numbers.KindOf<TValue>(), [KeyValuePair.Create(key, amount)])[0];

    /// <summary>Adds one to the number of a key; one that is not there begins at zero.</summary>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TValue">An integer of 8 to 64 bits, float, double or decimal.</typeparam>
    /// <param name="dictionary">The dictionary.</param>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The new number.</returns>
    /// <exception cref="OverflowException">It does not fit; nothing was changed.</exception>
    public static ValueTask<TValue> IncrementAsync<TKey, TValue>(this ISharedDictionary<TKey, TValue> dictionary, TKey key, CancellationToken cancellationToken = default)
        where TKey : notnull
        where TValue : struct, INumber<TValue> => IncrementAsync(dictionary, key, TValue.One, cancellationToken);

    /// <summary>Adds to the number of a key; one that is not there begins at zero.</summary>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TValue">An integer of 8 to 64 bits, float, double or decimal.</typeparam>
    /// <param name="dictionary">The dictionary.</param>
    /// <param name="key">The key.</param>
    /// <param name="amount">What is added; may be negative.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The new number.</returns>
    /// <exception cref="OverflowException">It does not fit; nothing was changed.</exception>
    public static async ValueTask<TValue> IncrementAsync<TKey, TValue>(this ISharedDictionary<TKey, TValue> dictionary, TKey key, TValue amount, CancellationToken cancellationToken = default)
        where TKey : notnull
        where TValue : struct, INumber<TValue> =>
        (await Numbered(dictionary).IncrementAsync(Numbers.KindOf<TValue>(), [KeyValuePair.Create(key, amount)], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Adds to the numbers of many keys in one step: of all or, where one does not fit, of none.</summary>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TValue">An integer of 8 to 64 bits, float, double or decimal.</typeparam>
    /// <param name="dictionary">The dictionary.</param>
    /// <param name="amounts">Keys and what is added to each.</param>
    /// <exception cref="OverflowException">One does not fit; nothing was changed.</exception>
    public static void IncrementRange<TKey, TValue>(this ISharedDictionary<TKey, TValue> dictionary, IEnumerable<KeyValuePair<TKey, TValue>> amounts)
        where TKey : notnull
        where TValue : struct, INumber<TValue> => Numbered(dictionary).Increment(Numbers.KindOf<TValue>(), amounts);

    /// <summary>The asynchronous form of <see cref="IncrementRange"/>.</summary>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TValue">An integer of 8 to 64 bits, float, double or decimal.</typeparam>
    /// <param name="dictionary">The dictionary.</param>
    /// <param name="amounts">Keys and what is added to each.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Completes when all are added.</returns>
    /// <exception cref="OverflowException">One does not fit; nothing was changed.</exception>
    public static async ValueTask IncrementRangeAsync<TKey, TValue>(
        this ISharedDictionary<TKey, TValue> dictionary,
        IEnumerable<KeyValuePair<TKey, TValue>> amounts,
        CancellationToken cancellationToken = default)
        where TKey : notnull
        where TValue : struct, INumber<TValue> => await Numbered(dictionary).IncrementAsync(Numbers.KindOf<TValue>(), amounts, cancellationToken).ConfigureAwait(false);

    private static INumberedFace<TKey, TValue> Numbered<TKey, TValue>(ISharedDictionary<TKey, TValue> dictionary)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        return dictionary as INumberedFace<TKey, TValue> ?? throw new ArgumentException("The dictionary is none of this library's.", nameof(dictionary));
    }
}
