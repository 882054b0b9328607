using Multiprocessing.Managers.Limits;

namespace Multiprocessing;

/// <summary>Time limits of calls: of <see cref="Proxy.With{T}"/>, else of the member's attribute, else of the connection.</summary>
public abstract partial class SharedProxy
{
    private double[]? _limits;

    /// <summary>Another proxy of the same object.</summary>
    internal SharedProxy With(CallOptions options)
    {
        ObjectDisposedException.ThrowIf(IsReleased, this);
        return Target.Contract.CreateProxy(new ProxyTarget(Target.Peer, Target.Contract, Target.Id, Target.Name) { SeenAs = Target.SeenAs, Origin = Target.Origin ?? this, Options = options });
    }

    /// <summary>The limits of the members in milliseconds, where any has one: not a number of the members for a limit that is all members'.</summary>
    private double[]? ReadLimits()
    {
        if (Target.Options?.Timeout is { } all) return all == Timeout.InfiniteTimeSpan ? null : [all.TotalMilliseconds];
        SharedContract contract = Target.Contract;
        // What the library gives waits as its own members say.
        TimeSpan standard = contract.IsOfLibrary ? Timeout.InfiniteTimeSpan : Target.Peer.Host.CallTimeout;
        double rest = standard == Timeout.InfiniteTimeSpan ? double.PositiveInfinity : standard.TotalMilliseconds;
        if (contract.CallTimeouts.Count > 0) return [.. contract.CallTimeouts.Select(said => said == 0 ? rest : said)];
        return double.IsPositiveInfinity(rest) ? null : [rest];
    }

    private CallLimit? LimitOf(int member)
    {
        double milliseconds = _limits!.Length == 1 ? _limits[0] : _limits[member];
        return double.IsPositiveInfinity(milliseconds) ? null : new CallLimit(TimeSpan.FromMilliseconds(milliseconds), $"{TypeNames.Short(Target.SeenAs.Type)} {ObjectText} at {Target.Peer.Address}", Target.Contract.Members[member]);
    }
}
