namespace Multiprocessing.Generators.Proxies.Models;

/// <summary>A shared interface.</summary>
/// <param name="type">As source.</param>
/// <param name="space">Its namespace; empty for the global one.</param>
/// <param name="name">Its name.</param>
/// <param name="generatedName">What the names of its generated types begin with.</param>
/// <param name="objectName">The name of an object of it where none is given.</param>
/// <param name="isPublic">Whether other assemblies see it.</param>
/// <param name="members">Its members and the inherited ones, in a fixed order.</param>
/// <param name="closes">Whether it inherits IAsyncDisposable.</param>
internal sealed class InterfaceModel(string type, string space, string name, string generatedName, string objectName, bool isPublic, IReadOnlyList<MemberModel> members, bool closes)
{
    internal string Type { get; } = type;

    internal string Space { get; } = space;

    internal string Name { get; } = name;

    internal string GeneratedName { get; } = generatedName;

    internal string ObjectName { get; } = objectName;

    internal bool IsPublic { get; } = isPublic;

    internal IReadOnlyList<MemberModel> Members { get; } = members;

    internal bool ClosesAsync { get; } = closes;

    /// <summary>Of a generic interface as it is declared: its type parameters in brackets. Empty for all others, also for one with type arguments.</summary>
    internal string TypeParameters { get; set; } = "";

    /// <summary>The clauses that constrain the type parameters, as source.</summary>
    internal string Constraints { get; set; } = "";

    /// <summary>The interface of its asynchronous twins; null when there is none.</summary>
    internal string? Twins { get; set; }

    /// <summary>The twins that its proxy has: its own, and those of the shared interfaces that it inherits, so that a call through one of them is asynchronous too.</summary>
    internal IReadOnlyList<TwinSet> TwinSets { get; set; } = [];

    /// <summary>The delegate types in its signatures.</summary>
    internal IReadOnlyList<DelegateModel> Delegates { get; set; } = [];

    /// <summary>The type of an event's handlers; null for other members.</summary>
    internal DelegateModel? HandlerOf(MemberModel member) => member.Kind == MemberKind.Event ? Delegates.First(one => one.Type == member.Parameters[0].Value.WireType) : null;

    /// <summary>The members that another undoes, each with that other, by number.</summary>
    internal IEnumerable<(int Member, int Undo)> Undoes => Members.Select((member, number) => (Member: number, Undo: member.UndoneBy is { } undo ? IndexOf(undo) : -1)).Where(static pair => pair.Undo >= 0);

    private int IndexOf(string identity)
    {
        for (int number = 0; number < Members.Count; number++)
        {
            if (Members[number].Identity.StartsWith(identity, StringComparison.Ordinal)) return number;
        }

        return -1;
    }

    /// <summary>Which of an object's calls may run at the same time where its registration does not say, as the number of a TurnPolicy.</summary>
    internal int Turn { get; set; }
}
