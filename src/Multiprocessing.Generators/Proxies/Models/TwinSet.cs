namespace Multiprocessing.Generators.Proxies.Models;

/// <summary>The asynchronous twins that a proxy has for one interface: its own, or one that it inherits.</summary>
/// <param name="type">The interface of the twins, as source.</param>
/// <param name="twins">The twins, with the numbers of their members in the proxy's own contract.</param>
internal sealed class TwinSet(string type, IReadOnlyList<(MemberModel Twin, int Number)> twins)
{
    internal string Type { get; } = type;

    internal IReadOnlyList<(MemberModel Twin, int Number)> Twins { get; } = twins;
}
