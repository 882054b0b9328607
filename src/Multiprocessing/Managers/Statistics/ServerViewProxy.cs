namespace Multiprocessing.Managers.Statistics;

/// <summary>The client's side of <see cref="IServerView"/>, and its contract. Written by hand: the product has no generator, and what travels here are plain values.</summary>
internal sealed class ServerViewProxy(ProxyTarget target) : SharedProxy(target), IServerView
{
    /// <summary>The name under which every server has it; users' names do not begin with this sign.</summary>
    internal const string Name = "$server";

    private const int StatisticsMember = 0;
    private const int ObjectsMember = 1;

    internal static SharedContract Contract { get; } = new(
        typeof(IServerView),
        Name,
        ["StatisticsAsync():Multiprocessing.ManagerStatistics", "ObjectsAsync():Multiprocessing.ManagedObject[]"],
        static target => new ServerViewProxy(target),
        static (target, member, call) => ServeAsync((IServerView)target, member, call))
    { Needed = AccessRights.Read };

    /// <inheritdoc/>
    public async ValueTask<ManagerStatistics> StatisticsAsync(CancellationToken cancellationToken)
    {
        CallReader reply = await Target.Peer.InvokeAsync(BeginCall(StatisticsMember), this, cancellationToken).ConfigureAwait(false);
        ManagerStatistics statistics = ViewCodec.ReadStatistics(reply);
        reply.End();
        return statistics;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ManagedObject>> ObjectsAsync(CancellationToken cancellationToken)
    {
        CallReader reply = await Target.Peer.InvokeAsync(BeginCall(ObjectsMember), this, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ManagedObject> objects = ViewCodec.ReadObjects(reply);
        reply.End();
        return objects;
    }

    /// <summary>For callers that wait.</summary>
    internal ManagerStatistics Statistics()
    {
        CallReader reply = InvokeForReply(BeginCall(StatisticsMember));
        ManagerStatistics statistics = ViewCodec.ReadStatistics(reply);
        reply.End();
        return statistics;
    }

    /// <summary>For callers that wait.</summary>
    internal IReadOnlyList<ManagedObject> Objects()
    {
        CallReader reply = InvokeForReply(BeginCall(ObjectsMember));
        IReadOnlyList<ManagedObject> objects = ViewCodec.ReadObjects(reply);
        reply.End();
        return objects;
    }

    private static async ValueTask ServeAsync(IServerView view, int member, ServedCall call)
    {
        call.EndArguments();
        if (member == StatisticsMember) ViewCodec.Write(call, await view.StatisticsAsync(call.CancellationToken).ConfigureAwait(false));
        else ViewCodec.Write(call, await view.ObjectsAsync(call.CancellationToken).ConfigureAwait(false));
    }
}
