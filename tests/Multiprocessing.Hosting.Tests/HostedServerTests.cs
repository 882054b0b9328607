using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Multiprocessing.Hosting.Tests;

public sealed class HostedServerTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("mp-test-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Address => "unix:" + Path.Combine(_directory, "h.sock");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Host_WithAServerAndAClient_InjectsProxies()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddMultiprocessingServer(Address).Share<ICounter, Counter>().UseFilter<NetworkFilter>();
        using IHost server = builder.Build();
        await server.StartAsync(Token);

        HostApplicationBuilder other = Host.CreateEmptyApplicationBuilder(null);
        other.Services.AddMultiprocessingClient(Address, static c => c.AddProxy<ICounter>().AddProxy<ICounter>("Counter", isKeyed: true));
        using IHost client = other.Build();
        await client.StartAsync(Token);
        Assert.Equal(3, client.Services.GetRequiredService<ICounter>().Add(3));
        Assert.Equal(5, client.Services.GetRequiredKeyedService<ICounter>("Counter").Add(2));
        // The host's own service is the object.
        Assert.Equal(6, server.Services.GetRequiredService<ICounter>().Add(1));
        Assert.Equal(2, server.Services.GetRequiredService<NetworkFilter>().Calls);
        await client.StopAsync(Token);
        await server.StopAsync(Token);
        Assert.False(File.Exists(Path.Combine(_directory, "h.sock")));
    }

    [Fact]
    public async Task Client_WantedBeforeTheHostStarts_Connects()
    {
        await using ManagerServer server = await ManagerServer.StartAsync(Address, static m => m.Add<ICounter>(static () => new Counter(null)), cancellationToken: Token);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddMultiprocessingClient(Address, static c => c.AddProxy<ICounter>());
        using IHost host = builder.Build();
        Assert.Equal(3, host.Services.GetRequiredService<ICounter>().Add(3));
        await host.StartAsync(Token);
        Assert.Equal(1, server.ClientCount);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Host_WithoutItsServer_DoesNotStart()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddMultiprocessingClient(Address, static c => c.AddProxy<ICounter>());
        using IHost host = builder.Build();
        await Assert.ThrowsAsync<ManagerException>(() => host.StartAsync(Token));
    }

    [Fact]
    public async Task Checks_TellLivenessFromReadiness()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddMultiprocessingServer(Address, static options => options.MaxClients = 2).Share<ICounter, Counter>(TurnPolicy.Concurrent);
        using IHost host = builder.Build();
        Assert.Equal((HealthStatus.Healthy, HealthStatus.Unhealthy), await CheckAsync(host));
        await host.StartAsync(Token);
        Assert.Equal((HealthStatus.Healthy, HealthStatus.Healthy), await CheckAsync(host));
        await using (Manager first = await ConnectWhenThereIsRoomAsync())
        await using (Manager second = await ConnectWhenThereIsRoomAsync())
        {
            // It lives, and takes no more.
            Assert.Equal((HealthStatus.Healthy, HealthStatus.Unhealthy), await CheckAsync(host));
        }

        await host.StopAsync(Token);
        Assert.Equal((HealthStatus.Healthy, HealthStatus.Unhealthy), await CheckAsync(host));
    }

    [Fact]
    public async Task Stop_LetsCallsEndThatHaveBegun()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddMultiprocessingServer(Address).Share<ICounter, Counter>(TurnPolicy.Concurrent);
        using IHost host = builder.Build();
        await host.StartAsync(Token);
        HostApplicationBuilder other = Host.CreateEmptyApplicationBuilder(null);
        other.Services.AddMultiprocessingClient(Address, static c => c.AddProxy<ICounter>());
        using IHost client = other.Build();
        await client.StartAsync(Token);
        ICounter counter = client.Services.GetRequiredService<ICounter>();
        Task blocking = Task.Run(() => counter.Block(1500), Token);
        ManagerServer server = host.Services.GetRequiredService<HostedServer>().Server!;
        while (server.Statistics().WaitingCalls == 0) await Task.Delay(5, Token);
        Task stopping = host.StopAsync(Token);
        HostedClient connection = client.Services.GetRequiredService<HostedClient>();
        while (connection.Manager!.State == ManagerState.Connected) await Task.Delay(5, Token);
        Assert.Equal(HealthStatus.Degraded, (await ReportAsync(client, MultiprocessingServiceExtensions.ReadyTag)).Status);
        Assert.Throws<ServerBusyException>(() => counter.Add(1));
        await blocking;
        await stopping;
        await connection.Manager.Completion;
        while (connection.Manager.State != ManagerState.Disconnected) await Task.Delay(5, Token);
        Assert.Equal(HealthStatus.Unhealthy, (await ReportAsync(client, MultiprocessingServiceExtensions.ReadyTag)).Status);
    }

    [Fact]
    public async Task Stop_AtTheHostsDeadline_CutsCalls()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.Configure<HostOptions>(static options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        builder.Services.AddMultiprocessingServer(Address).Share<ICounter, Counter>();
        using IHost host = builder.Build();
        await host.StartAsync(Token);
        await using Manager manager = await Manager.ConnectAsync(Address, cancellationToken: Token);
        Task waiting = manager.Get<ICounter>().WaitAsync(CancellationToken.None);
        ManagerServer server = host.Services.GetRequiredService<HostedServer>().Server!;
        while (server.Statistics().WaitingCalls == 0) await Task.Delay(5, Token);
        await Record.ExceptionAsync(() => host.StopAsync(Token));
        ConnectionLostException cut = await Assert.ThrowsAsync<ConnectionLostException>(() => waiting);
        Assert.True(cut.OutcomeUnknown);
    }

    [Fact]
    public async Task Client_WhoseServerCameAgain_ConnectsAnew()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddMultiprocessingClient(Address, static c => c.ConnectAtStart = false);
        using IHost host = builder.Build();
        await host.StartAsync(Token);
        HostedClient client = host.Services.GetRequiredService<HostedClient>();
        Assert.Null(client.Manager);
        for (int i = 1; i <= 2; i++)
        {
            await using ManagerServer server = await ManagerServer.StartAsync(Address, static m => m.Add<ICounter>(static () => new Counter(null)), cancellationToken: Token);
            Manager manager = await client.ConnectAsync(Token);
            Assert.Equal(i, manager.Get<ICounter>().Add(i));
            Assert.Same(manager, await client.ConnectAsync(Token));
            await server.DisposeAsync();
            await manager.Completion.ContinueWith(static _ => { }, Token, TaskContinuationOptions.None, TaskScheduler.Default);
            while (manager.State != ManagerState.Disconnected) await Task.Delay(5, Token);
        }
    }

    private static async Task<(HealthStatus Live, HealthStatus Ready)> CheckAsync(IHost host) =>
        ((await ReportAsync(host, MultiprocessingServiceExtensions.LiveTag)).Status, (await ReportAsync(host, MultiprocessingServiceExtensions.ReadyTag)).Status);

    private static Task<HealthReport> ReportAsync(IHost host, string tag) =>
        host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains(tag), Token);

    // The check's own connection may still be on its way out.
    private async Task<Manager> ConnectWhenThereIsRoomAsync()
    {
        while (true)
        {
            try
            {
                return await Manager.ConnectAsync(Address, cancellationToken: Token);
            }
            catch (ServerBusyException)
            {
                await Task.Delay(5, Token);
            }
        }
    }
}
