using System.Text.Json;
using System.Text.Json.Nodes;

namespace Multiprocessing.Cli.Managers;

/// <summary>A dictionary of a server, whatever its types are: keys and values as JSON.</summary>
internal abstract class DictionaryDoor
{
    private static readonly Dictionary<string, Type> s_types = new(StringComparer.Ordinal)
    {
        ["System.String"] = typeof(string),
        ["System.Boolean"] = typeof(bool),
        ["System.Int16"] = typeof(short),
        ["System.Int32"] = typeof(int),
        ["System.Int64"] = typeof(long),
        ["System.UInt32"] = typeof(uint),
        ["System.UInt64"] = typeof(ulong),
        ["System.Byte"] = typeof(byte),
        ["System.Single"] = typeof(float),
        ["System.Double"] = typeof(double),
        ["System.Decimal"] = typeof(decimal),
        ["System.Guid"] = typeof(Guid),
        ["System.DateTime"] = typeof(DateTime),
        ["System.DateTimeOffset"] = typeof(DateTimeOffset),
        ["System.TimeSpan"] = typeof(TimeSpan),
    };

    internal abstract ValueTask<(bool Found, JsonNode? Value)> GetAsync(string key, CancellationToken token);

    internal abstract ValueTask SetAsync(string key, JsonElement value, CancellationToken token);

    /// <summary>The dictionary of a name, with the types that it has; null where there is none.</summary>
    /// <exception cref="InvalidOperationException">It is none, or holds types that the tool does not know.</exception>
    internal static async Task<DictionaryDoor?> OpenAsync(Manager manager, string name, CancellationToken token)
    {
        ManagedObject? found = (await manager.ObjectsAsync(token)).FirstOrDefault(one => one.Name == name);
        if (found is null) return null;
        const string Prefix = "Multiprocessing.ISharedDictionary<";
        string[] types = found.Interface.StartsWith(Prefix, StringComparison.Ordinal) ? found.Interface[Prefix.Length..].TrimEnd('>').Split(',', StringSplitOptions.TrimEntries) : [];
        if (types.Length == 0) throw new InvalidOperationException($"'{name}' is an {found.Interface}, no dictionary. Use mp call.");
        if (types.Length != 2 || !s_types.TryGetValue(types[0], out Type? key) || !s_types.TryGetValue(types[1], out Type? value))
            throw new InvalidOperationException($"'{name}' is an {found.Interface}; the tool knows dictionaries of {string.Join(", ", s_types.Values.Select(static type => type.Name))}.");
        return Make(manager, name, key, value);
    }

    /// <summary>A new dictionary of texts and what a JSON value is.</summary>
    internal static DictionaryDoor MakeFor(Manager manager, string name, JsonElement value) => Make(manager, name, typeof(string), value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => typeof(bool),
        JsonValueKind.Number => value.TryGetInt64(out _) ? typeof(long) : typeof(double),
        JsonValueKind.String => typeof(string),
        _ => throw new InvalidOperationException($"There is no dictionary '{name}', and one is made here for texts, numbers, true and false only."),
    });

    private static DictionaryDoor Make(Manager manager, string name, Type key, Type value) => (DictionaryDoor)Activator.CreateInstance(typeof(Door<,>).MakeGenericType(key, value), manager, name)!;

    private sealed class Door<TKey, TValue>(Manager manager, string name) : DictionaryDoor
        where TKey : notnull
    {
        private readonly ISharedDictionary<TKey, TValue> _dictionary = manager.GetDictionary<TKey, TValue>(name);

        internal override async ValueTask<(bool Found, JsonNode? Value)> GetAsync(string key, CancellationToken token)
        {
            (bool found, TValue? value) = await _dictionary.TryGetAsync(Key(key), token);
            return (found, found ? JsonSerializer.SerializeToNode(value) : null);
        }

        internal override ValueTask SetAsync(string key, JsonElement value, CancellationToken token)
        {
            try
            {
                return _dictionary.SetAsync(Key(key), value.Deserialize<TValue>()!, token);
            }
            catch (JsonException e)
            {
                throw new ArgumentException($"The value does not fit: {e.Message}", e);
            }
        }

        // A key comes from the shell as it is, without quotes.
        private static TKey Key(string key)
        {
            try
            {
                return typeof(TKey) == typeof(string) ? (TKey)(object)key : JsonSerializer.Deserialize<TKey>(typeof(TKey).IsPrimitive || typeof(TKey) == typeof(decimal) ? key : JsonSerializer.Serialize(key))!;
            }
            catch (JsonException e)
            {
                throw new ArgumentException($"'{key}' is no key of type {typeof(TKey).Name}: {e.Message}", e);
            }
        }
    }
}
