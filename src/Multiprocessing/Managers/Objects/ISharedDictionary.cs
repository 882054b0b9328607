using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Managers.Objects;

namespace Multiprocessing;

/// <summary>A dictionary that lives in a manager's server. It reads as .NET's read-only dictionaries; each member is one call, and one step to all others.</summary>
/// <remarks>
/// <para>Keys and values are copies: to change a value, set it anew, or let <see cref="AddOrUpdate"/> do it. Two keys are one, and two values equal, when they are written as the same bytes, whatever their
/// <c>Equals</c> says. A value may be a shared object itself, such as an <c>ISharedList</c>: then it is the object, not a copy. Enumeration is one call, and shows what was there at once.</para>
/// <para>It is no <see cref="IDictionary{TKey,TValue}"/>, since code that takes one asks for the count and copies later, and others come between; <see cref="AsDictionary"/> is for such code.</para>
/// <para><b>Threads.</b> Used by many at once. <b>Processes.</b> A killed client leaves it whole. <b>Cost.</b> A round trip each; members with <c>Range</c> in their names take one for all.</para>
/// <para><em>Source:</em> CPython's <c>SyncManager.dict</c>.</para>
/// </remarks>
/// <typeparam name="TKey">The keys' type.</typeparam>
/// <typeparam name="TValue">The values' type.</typeparam>
/// <example>
/// <code>
/// using ISharedDictionary&lt;string, int&gt; scores = manager.GetDictionary&lt;string, int&gt;("scores");
/// int n = await scores.IncrementAsync("alice");
/// foreach ((string who, int score) in scores) Console.WriteLine($"{who} {score}");
/// </code></example>
[Shared(Turn = TurnPolicy.Concurrent)]
[SharedFace(nameof(SharedFaces.Dictionary))]
[SuppressMessage("Naming", "CA1710", Justification = "It is named as the other shared objects.")]
public interface ISharedDictionary<TKey, TValue> : IReadOnlyDictionary<TKey, TValue>, IDisposable
    where TKey : notnull
{
    /// <summary>The value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="KeyNotFoundException">The key is not there.</exception>
    new TValue this[TKey key] { get; set; }

    /// <summary>Adds a key that is not there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The key is there.</exception>
    void Add(TKey key, TValue value);

    /// <summary>Adds a key if it is not there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Whether it was added.</returns>
    bool TryAdd(TKey key, TValue value);

    /// <summary>Removes a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether it was there.</returns>
    bool Remove(TKey key);

    /// <summary>Removes a key and gives its value: of several who try, one gets it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value that it had.</param>
    /// <returns>Whether it was there.</returns>
    bool TryRemove(TKey key, [MaybeNullWhen(false)] out TValue value);

    /// <summary>Removes a key if its value is the expected one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="expected">The value that it must have.</param>
    /// <returns>Whether it was removed.</returns>
    bool RemoveIf(TKey key, TValue expected);

    /// <summary>Replaces a value if it is the expected one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The new value.</param>
    /// <param name="expected">The value that it must have.</param>
    /// <returns>Whether it was replaced.</returns>
    bool TryUpdate(TKey key, TValue value, TValue expected);

    /// <summary>The value of a key, which is added if it is not there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value that it gets if it is not there.</param>
    /// <returns>The value that the key has now.</returns>
    TValue GetOrAdd(TKey key, TValue value);

    /// <summary>Adds a key, or makes its value anew from the one it has; tried again when another was faster.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value if it is not there.</param>
    /// <param name="update">Makes the new value; runs here, more than once where others change the value meanwhile.</param>
    /// <returns>The value that the key got.</returns>
    TValue AddOrUpdate(TKey key, TValue value, Func<TKey, TValue, TValue> update);

    /// <summary>Sets many values in one step.</summary>
    /// <param name="pairs">Keys and values.</param>
    void SetRange(IEnumerable<KeyValuePair<TKey, TValue>> pairs);

    /// <summary>Those of some keys that are there, with their values, in one step.</summary>
    /// <param name="keys">The keys.</param>
    /// <returns>A copy.</returns>
    IReadOnlyDictionary<TKey, TValue> GetRange(IEnumerable<TKey> keys);

    /// <summary>Removes many keys in one step.</summary>
    /// <param name="keys">The keys.</param>
    /// <returns>How many were there.</returns>
    int RemoveRange(IEnumerable<TKey> keys);

    /// <summary>Removes all keys.</summary>
    void Clear();

    /// <summary>All that is there, at once.</summary>
    /// <returns>A copy.</returns>
    IReadOnlyDictionary<TKey, TValue> Snapshot();

    /// <summary>The dictionary for code that demands .NET's interface. Each member is a call; <c>CopyTo</c> copies what is there at once and throws where it does not fit.</summary>
    /// <returns>A view.</returns>
    IDictionary<TKey, TValue> AsDictionary();

    /// <summary>The asynchronous form of <c>Count</c>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many keys there are.</returns>
    ValueTask<int> GetCountAsync(CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of reading the indexer.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The value.</returns>
    /// <exception cref="KeyNotFoundException">The key is not there.</exception>
    ValueTask<TValue> GetAsync(TKey key, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <c>TryGetValue</c>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether the key is there, and its value.</returns>
    ValueTask<(bool Found, TValue? Value)> TryGetAsync(TKey key, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <c>ContainsKey</c>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether the key is there.</returns>
    ValueTask<bool> ContainsKeyAsync(TKey key, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of setting the indexer.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Completes when the value is set.</returns>
    ValueTask SetAsync(TKey key, TValue value, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="TryAdd"/>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was added.</returns>
    ValueTask<bool> TryAddAsync(TKey key, TValue value, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="TryRemove"/>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether the key was there, and its value.</returns>
    ValueTask<(bool Found, TValue? Value)> RemoveAsync(TKey key, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="TryUpdate"/>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The new value.</param>
    /// <param name="expected">The value that it must have.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was replaced.</returns>
    ValueTask<bool> TryUpdateAsync(TKey key, TValue value, TValue expected, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="GetOrAdd"/>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value that it gets if it is not there.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The value that the key has now.</returns>
    ValueTask<TValue> GetOrAddAsync(TKey key, TValue value, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="AddOrUpdate"/>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value if it is not there.</param>
    /// <param name="update">Makes the new value; runs here, more than once where others change the value meanwhile.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The value that the key got.</returns>
    ValueTask<TValue> AddOrUpdateAsync(TKey key, TValue value, Func<TKey, TValue, TValue> update, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="SetRange"/>.</summary>
    /// <param name="pairs">Keys and values.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Completes when all are set.</returns>
    ValueTask SetRangeAsync(IEnumerable<KeyValuePair<TKey, TValue>> pairs, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="GetRange"/>.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A copy.</returns>
    ValueTask<IReadOnlyDictionary<TKey, TValue>> GetRangeAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="RemoveRange"/>.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many were there.</returns>
    ValueTask<int> RemoveRangeAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="Clear"/>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Completes when all are removed.</returns>
    ValueTask ClearAsync(CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="Snapshot"/>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A copy.</returns>
    ValueTask<IReadOnlyDictionary<TKey, TValue>> SnapshotAsync(CancellationToken cancellationToken = default);
}
