using System.Collections.Concurrent;
using Multiprocessing.Managers.Handover;
using Multiprocessing.Managers.Objects;
using Multiprocessing.Managers.Statistics;
using Multiprocessing.Managers.TextCalls;

namespace Multiprocessing.Managers;

/// <summary>The objects to which clients gave names, beside those that were registered.</summary>
internal sealed partial class ObjectHost
{
    private readonly ConcurrentDictionary<string, Hosted> _made = new(StringComparer.Ordinal);

    /// <summary>What makes objects for clients; null at a client, which makes none.</summary>
    internal Catalog? Catalog { get; set; }

    /// <summary>What is kept for references under way; null at a client.</summary>
    internal TicketOffice? Tickets { get; set; }

    /// <summary>The object of a name, made now where the server makes such objects on first use.</summary>
    /// <param name="name">The name.</param>
    /// <param name="typeName">The interface with which it is asked for.</param>
    /// <param name="mayMake">Whether who asks may have objects made.</param>
    internal Hosted? FindNamed(string name, string typeName, bool mayMake)
    {
        if (name == ServerViewProxy.Name) return View;
        if (name == ITextCalls.ReservedName) return TextCalls;
        if (name == Catalog.ReservedName) return Catalog?.Hosted;
        if (name == TicketOffice.ReservedName) return Tickets?.Hosted;
        Hosted? found = _named.GetValueOrDefault(name) ?? _made.GetValueOrDefault(name) ?? (mayMake ? Catalog?.TryMake(name, typeName) : null);
        return found?.TypeText is not { } text || text == typeName ? found : new Hosted(name, found.Contract, TurnPolicy.Concurrent, () => throw Errors.ObjectOfOtherType(name, text, typeName));
    }

    /// <summary>Gives an object a name.</summary>
    /// <returns>The object of that name.</returns>
    /// <exception cref="InvalidOperationException">There is one and may not be, or there are too many.</exception>
    internal Hosted AddNamed(Hosted hosted, bool mayExist, int max)
    {
        lock (_made)
        {
            if (_named.ContainsKey(hosted.Name!) || hosted.Name == Catalog.ReservedName) throw Errors.NameTaken(hosted.Name!);
            if (_made.Count >= max) throw Errors.TooManyNames(max);
            if (_made.TryAdd(hosted.Name!, hosted)) return hosted;
            return mayExist ? _made[hosted.Name!] : throw Errors.NameTaken(hosted.Name!);
        }
    }

    /// <summary>Takes the name of an object that a client named. Who holds the object keeps it.</summary>
    internal bool TryRemove(string name)
    {
        lock (_made) return _made.TryRemove(name, out _);
    }
}
