namespace Multiprocessing.Managers.Filters;

/// <summary>Runs filters one inside the other, the first outermost.</summary>
internal static class FilterChain
{
    internal static ValueTask RunAsync(IReadOnlyList<ICallFilter> filters, CallContext call, Func<ValueTask> body) => Next(filters, 0, call, body);

    private static ValueTask Next(IReadOnlyList<ICallFilter> filters, int index, CallContext call, Func<ValueTask> body) =>
        index == filters.Count ? body() : filters[index].InvokeAsync(call, () => Next(filters, index + 1, call, body));

    internal static CallContext Describe(Peer peer, SharedContract? contract, int member, string? name) =>
        new(peer.Client, peer.Address, name, contract?.Type.Name ?? "", contract?.Members[member] ?? "Create");
}
