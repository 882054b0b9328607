using System.ComponentModel;
using Multiprocessing.Managers;

namespace Multiprocessing;

/// <summary>What a proxy stands for: an object of a connection. For generated code.</summary>
/// <remarks>Only the library makes one.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ProxyTarget
{
    internal ProxyTarget(Peer peer, SharedContract contract, ulong id, string? name)
    {
        Peer = peer;
        Contract = contract;
        Id = id;
        Name = name;
    }

    internal Peer Peer { get; }

    internal SharedContract Contract { get; }

    /// <summary>The interface that users see: another than the contract's for a ready-made object.</summary>
    internal SharedContract SeenAs { get => field ?? Contract; set; }

    /// <summary>The proxy that holds the reference, where this is another of the same object; null where it is the one.</summary>
    internal SharedProxy? Origin { get; init; }

    /// <summary>How calls are made; null for as usual.</summary>
    internal CallOptions? Options { get; init; }

    internal ulong Id { get; }

    /// <summary>Calls on it whose callers have left and whose results may have to be undone; guarded by the connection's references.</summary>
    internal int LateCalls { get; set; }

    /// <summary>Whether the object is still needed though its proxy was released.</summary>
    internal bool KeepsReference => LateCalls > 0;

    /// <summary>The name under which the object is registered; null for one that came as a reference.</summary>
    internal string? Name { get; }
}
