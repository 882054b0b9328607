using Multiprocessing.Managers.Objects;

namespace Multiprocessing;

/// <summary>Makes ready-made objects in this process, for servers: to be registered, or to be returned by members of shared interfaces.</summary>
/// <remarks>
/// <para><b>Threads.</b> Used by many at once. <b>Processes.</b> They live as long as this process; others use them through proxies. <b>Cost.</b> No call, no socket.</para>
/// <para><em>Source:</em> the types of CPython's <c>multiprocessing.managers.SyncManager</c>.</para>
/// </remarks>
/// <example>
/// <code>
/// await using var server = await ManagerServer.StartAsync("unix:/run/app/game.sock", m => m.Add("scores", () => SharedObjects.CreateDictionary&lt;string, int&gt;()));
/// </code></example>
public static class SharedObjects
{
    /// <summary>Makes a dictionary.</summary>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TValue">The values' type.</typeparam>
    /// <returns>The dictionary.</returns>
    /// <exception cref="ArgumentException">A type cannot travel.</exception>
    public static ISharedDictionary<TKey, TValue> CreateDictionary<TKey, TValue>()
        where TKey : notnull
    {
        SharedFaces.Dictionary<TKey, TValue>();
        return ReadyMade.FaceOf<ISharedDictionary<TKey, TValue>>(new DictionaryReferent(SharedContract.Of<ISharedDictionary<TKey, TValue>>().TypeName));
    }
}
