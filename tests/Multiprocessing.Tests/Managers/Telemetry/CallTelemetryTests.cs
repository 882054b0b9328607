using System.Diagnostics;
using System.Diagnostics.Metrics;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers.Telemetry;

public class CallTelemetryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_InATrace_CarryItToTheMember()
    {
        using var own = new ActivitySource("CallTelemetryTests");
        var seen = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is ManagerTelemetry.ActivitySourceName or "CallTelemetryTests",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (seen) seen.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using Manager manager = Manager.InProcess(Offers.Add);
        IInventory inventory = manager.Get<IInventory>("concurrent");
        using Activity outer = own.StartActivity("outer")!;
        inventory.Add("apple", 3);
        Assert.Same(outer, Activity.Current);
        Assert.True(await inventory.TryTakeAsync("apple", 1, Token));
        Assert.Same(outer, Activity.Current);
        Assert.Throws<InvalidOperationException>(() => inventory.Throw("", "no"));

        Activity[] mine = await TakeAsync(seen, one => one.TraceId == outer.TraceId, 6);
        foreach (string name in (string[])["IInventory.Add", "IInventory.TryTakeAsync", "IInventory.Throw"])
        {
            Activity client = Assert.Single(mine, one => one.DisplayName == name && one.Kind == ActivityKind.Client);
            Activity server = Assert.Single(mine, one => one.DisplayName == name && one.Kind == ActivityKind.Server);
            Assert.Equal(outer.SpanId, client.ParentSpanId);
            Assert.Equal(client.SpanId, server.ParentSpanId);
            Assert.True(server.HasRemoteParent);
            Assert.Equal(name == "IInventory.Throw" ? ActivityStatusCode.Error : ActivityStatusCode.Unset, client.Status);
        }

        Assert.Equal("Add", mine[0].GetTagItem("rpc.method"));
    }

    [Fact]
    public async Task Calls_WithAListener_AreTimedAndCounted()
    {
        var durations = new List<(string Instrument, double Value, Dictionary<string, object?> Tags)>();
        var counts = new Dictionary<string, long>();
        string? address = null;
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == ManagerTelemetry.MeterName) listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            lock (durations) durations.Add((instrument.Name, value, tags.ToArray().ToDictionary(static tag => tag.Key, static tag => tag.Value)));
        });
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (tags.Length == 1 && (string?)tags[0].Value == address) counts[instrument.Name] = value;
        });
        listener.Start();
        using var place = new SocketDirectory();
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("metered"), Offers.Add, cancellationToken: Token);
        address = server.Address;
        await using Manager manager = await Manager.ConnectAsync(address, cancellationToken: Token);
        IInventory inventory = manager.Get<IInventory>();
        inventory.Add("apple", 3);
        Assert.Throws<ArgumentException>(() => inventory.Throw("argument", "no"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task sleeping = inventory.SleepAsync(stop.Token);
        while (server.Statistics().WaitingCalls == 0) await Task.Delay(5, Token);
        listener.RecordObservableInstruments();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sleeping);

        Assert.Equal((1, 1, 1, 1, 3), (counts["multiprocessing.client.calls.waiting"], counts["multiprocessing.server.calls.waiting"], counts["multiprocessing.server.clients"], counts["multiprocessing.server.objects"], counts["multiprocessing.server.calls"]));
        Assert.True(counts["multiprocessing.server.bytes.received"] > 100 && counts["multiprocessing.server.bytes.sent"] > 48);
        lock (durations)
        {
            Assert.Contains(durations, static one => one.Instrument == "multiprocessing.client.call.duration" && (string?)one.Tags["multiprocessing.member"] == "Add" && one.Value > 0);
            Assert.Contains(durations, static one => one.Instrument == "multiprocessing.server.call.duration" && (string?)one.Tags["multiprocessing.member"] == "Throw" && (string?)one.Tags["error.type"] == "System.ArgumentException");
        }
    }

    [Fact]
    public async Task Call_InATraceThatNobodyHereListensTo_CarriesItAllTheSame()
    {
        await using Manager manager = Manager.InProcess(Offers.Add);
        // No listener: the activity is made by hand, as a framework does that only passes a context on.
        using var activity = new Activity("by hand");
        activity.SetIdFormat(ActivityIdFormat.W3C);
        activity.Start();
        manager.Get<IInventory>().Add("apple", 3);
        Assert.Equal(3, manager.Get<IInventory>().Count);
        Assert.Equal(3, await manager.Get<IInventory>().GetCountAsync(Token));
        using IBasket basket = manager.Create(Offers.Basket, "x");
        Assert.Equal("x", basket.Owner);
    }

    private static async Task<Activity[]> TakeAsync(List<Activity> seen, Predicate<Activity> which, int count)
    {
        while (true)
        {
            lock (seen)
            {
                Activity[] found = [.. seen.Where(one => which(one) && one.Source.Name == ManagerTelemetry.ActivitySourceName)];
                if (found.Length >= count) return found;
            }

            await Task.Delay(5, Token);
        }
    }
}
