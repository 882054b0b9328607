using System.Collections.Frozen;

namespace Multiprocessing.Managers.Objects;

/// <summary>Makes an object of each ready-made kind as it is made when its name is first used: with the defaults.</summary>
internal static class ObjectMakers
{
    private static readonly FrozenDictionary<string, Func<string, (Referent, SharedContract)>> s_makers = new Dictionary<string, Func<string, (Referent, SharedContract)>>
    {
        [KindOf(typeof(ISharedDictionary<,>))] = static text => (new DictionaryReferent(text), SharedContract.Of<IDictionaryReferent>()),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Null where the text names no ready-made interface.</summary>
    internal static Func<string, (Referent Referent, SharedContract Contract)>? Find(string typeText) => s_makers.GetValueOrDefault(typeText.Split('<', '#')[0]);

    private static string KindOf(Type type) => TypeNames.Full(type).Split('<')[0];
}
