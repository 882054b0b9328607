namespace Multiprocessing.Managers.Callbacks;

/// <summary>What hears of progress, at the end that called.</summary>
internal abstract class ProgressSink : ILent
{
    /// <summary>One member: a report.</summary>
    internal static SharedContract Contract { get; } = new(typeof(ProgressSink), "progress", ["Progress.Report()"], static target => new ProgressProxy(target), static (sink, _, call) =>
    {
        ((ProgressSink)sink).Report(call);
        return default;
    })
    { Needed = AccessRights.None };

    private protected abstract void Report(ServedCall call);

    public ValueTask EndAsync() => default;
}
