using System.Security.Cryptography;

namespace Multiprocessing.Managers.Access;

/// <summary>The keys that a server takes. Immutable: to replace them is to put another set in its place.</summary>
internal sealed class KeySet
{
    /// <summary>Each costs one HMAC for each client that connects.</summary>
    internal const int Max = 64;

    private readonly Entry[] _entries;

    private KeySet(Entry[] entries) => _entries = entries;

    /// <summary>Whether clients have to prove a key at all.</summary>
    internal bool IsEmpty => _entries.Length == 0;

    internal static KeySet Of(ManagerServerOptions options) => Of(options.Authkey, options.AccessKeys);

    /// <exception cref="ArgumentException">There are too many.</exception>
    internal static KeySet Of(Authkey? unnamed, IReadOnlyList<AccessKey> named)
    {
        if (named.Count > Max) throw Errors.TooManyKeys(named.Count, Max);
        IEnumerable<Entry> first = unnamed is null ? [] : [new Entry(unnamed, null, AccessRights.All)];
        return new KeySet([.. first, .. named.Select(static key => new Entry(key.Authkey, key.Name, key.Rights))]);
    }

    /// <summary>The key with which a proof was made; null where it was none of them. Without keys one without a key is taken.</summary>
    /// <param name="proof">What came.</param>
    /// <param name="prove">Makes the proof of a key.</param>
    /// <returns>The key's place among them.</returns>
    internal Entry? Find(ReadOnlySpan<byte> proof, Func<Authkey?, byte[]> prove)
    {
        if (IsEmpty) return CryptographicOperations.FixedTimeEquals(proof, prove(null)) ? Entry.None : null;
        Entry? found = null;
        // All are tried, so that the time tells nobody which it was.
        foreach (Entry entry in _entries)
        {
            if (CryptographicOperations.FixedTimeEquals(proof, prove(entry.Key))) found ??= entry;
        }

        return found;
    }

    /// <summary>Whether a client that was let in with this key would be let in with the same rights now.</summary>
    internal bool Contains(ClientIdentity client) => client.Key is { } key && _entries.Any(entry => entry.Key!.IsSame(key) && entry.Name == client.KeyName && entry.Rights == client.Rights);

    /// <summary>A key as the server has it.</summary>
    /// <param name="Key">The secret; null where no key is asked for.</param>
    /// <param name="Name">Its name; null for the one that has none.</param>
    /// <param name="Rights">What it grants.</param>
    internal sealed record Entry(Authkey? Key, string? Name, AccessRights Rights)
    {
        internal static Entry None { get; } = new(null, null, AccessRights.All);
    }
}
