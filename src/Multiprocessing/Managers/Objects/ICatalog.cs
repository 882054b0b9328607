namespace Multiprocessing.Managers.Objects;

/// <summary>What a server makes for its clients: ready-made objects, with a name or without.</summary>
[Shared(Catalog.ReservedName, Turn = TurnPolicy.Concurrent)]
internal interface ICatalog
{
    IDictionaryReferent CreateDictionary(string? name, string typeText);

    bool Remove(string name);
}
