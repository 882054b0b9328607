using System.Text.Json;
using System.Text.Json.Nodes;

namespace Multiprocessing.Cli.Managers;

/// <summary>A dictionary of a server, whatever its types are: keys and values as JSON.</summary>
internal abstract class DictionaryDoor
{
    internal abstract ValueTask<(bool Found, JsonNode? Value)> GetAsync(string key, CancellationToken token);

    internal abstract ValueTask SetAsync(string key, JsonElement value, CancellationToken token);

    /// <summary>The dictionary of a name, with the types that it has; null where there is none.</summary>
    /// <exception cref="InvalidOperationException">It is none, or holds types that the tool does not know.</exception>
    internal static async Task<DictionaryDoor?> OpenAsync(Manager manager, string name, CancellationToken token)
    {
        ManagedObject? found = (await manager.ObjectsAsync(token)).FirstOrDefault(one => one.Name == name);
        if (found is null) return null;
        const string Prefix = "Multiprocessing.ISharedDictionary<";
        string[] types = found.Interface.StartsWith(Prefix, StringComparison.Ordinal) ? TypeText.Split(found.Interface).Arguments : [];
        if (types.Length == 0) throw new InvalidOperationException($"'{name}' is an {found.Interface}, no dictionary. Use mp call.");
        if (types.Length != 2 || TypeText.Find(types[0]) is not { } key || TypeText.Find(types[1]) is not { } value)
            throw new InvalidOperationException($"'{name}' is an {found.Interface}; the tool knows dictionaries of {TypeText.Known}.");
        return Make(manager, name, key, value);
    }

    /// <summary>A new dictionary of texts and what a JSON value is.</summary>
    internal static DictionaryDoor MakeFor(Manager manager, string name, JsonElement value) => Make(
        manager, name, typeof(string), TypeOf(value) ?? throw new InvalidOperationException($"There is no dictionary '{name}', and one is made here for values of one type: {TypeText.Known}."));

    /// <summary>The type of what a JSON value is; null where its parts have several, or none.</summary>
    private static Type? TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => typeof(bool),
        JsonValueKind.Number => value.TryGetInt64(out _) ? typeof(long) : typeof(double),
        JsonValueKind.String => typeof(string),
        JsonValueKind.Array => TypeOfAll(value.EnumerateArray())?.MakeArrayType(),
        JsonValueKind.Object => TypeOfAll(value.EnumerateObject().Select(static member => member.Value)) is { } type ? typeof(Dictionary<,>).MakeGenericType(typeof(string), type) : null,
        _ => null,
    };

    private static Type? TypeOfAll(IEnumerable<JsonElement> values)
    {
        Type?[] types = [.. values.Select(TypeOf).Distinct()];
        // Whole numbers beside others are numbers with a fraction.
        return types.Length == 1 ? types[0] : types.Length == 2 && types.Contains(typeof(long)) && types.Contains(typeof(double)) ? typeof(double) : null;
    }

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
