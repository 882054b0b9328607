using System.Buffers.Binary;
using Multiprocessing.Managers;
using Multiprocessing.Managers.Calling;
using Multiprocessing.Managers.Serving;
using Multiprocessing.Platform.Transport;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers.Sessions;

/// <summary>Answers that come when their callers have left, and frames that nobody reads: what they bring is given back.</summary>
public class LateReplyTests
{
    private static readonly TimeSpan s_silence = TimeSpan.FromMilliseconds(600);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Grant_ThatComesTooLate_IsSentBackToWhatUndoesIt()
    {
        using var server = new FrameServer(s_silence);
        var proxy = (ILateGrants)(object)server.Client.OpenNamed("grants", SharedContract.Of<ILateGrants>());
        await Assert.ThrowsAsync<TimeoutException>(() => proxy.TakeAsync(CancellationToken.None).AsTask());
        Assert.Equal(1, server.Client.LateCount);
        // The proxy is given up, and kept for what is to come.
        ((IDisposable)proxy).Dispose();
        (FrameHeader call, _) = await server.ReadAsync(FrameKind.Call);
        Assert.Equal(call.Id, (await server.ReadAsync(FrameKind.Cancel)).Header.Id);
        byte[] ticket = [3, 0, 0, 0, (byte)'n', (byte)'7'];
        server.Send(new FrameHeader(FrameKind.Result, 0, call.Id, 0), ticket);
        (FrameHeader undo, byte[] body) = await server.ReadAsync(FrameKind.Post);
        Assert.Equal(call.Target, undo.Target);
        Assert.Equal(NumberOf("Return") - NumberOf("TakeAsync"), undo.Member - call.Member);
        Assert.Equal(ticket, body);
        (_, byte[] released) = await server.ReadAsync(FrameKind.Release);
        Assert.Equal(call.Target, BinaryPrimitives.ReadUInt64LittleEndian(released));
        Assert.Equal(0, server.Client.LateCount);
    }

    [Fact]
    public async Task References_ThatComeTooLate_AreReleased()
    {
        using var server = new FrameServer(s_silence);
        var proxy = (ILateGrants)(object)server.Client.OpenNamed("grants", SharedContract.Of<ILateGrants>());
        await Assert.ThrowsAsync<TimeoutException>(() => proxy.OpenAsync().AsTask());
        (FrameHeader call, _) = await server.ReadAsync(FrameKind.Call);
        server.Send(new FrameHeader(FrameKind.Result, 0, call.Id, 0) { ListsReferences = true }, [1, 5, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0]);
        (_, byte[] released) = await server.ReadAsync(FrameKind.Release);
        Assert.Equal([5, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], released);
        GC.KeepAlive(proxy);
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 5, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 2, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 5, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 0, 1, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 5, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    public async Task ListOfReferences_ThatIsNone_EndsTheConnection(byte[] body)
    {
        using var server = new FrameServer(Timeout.InfiniteTimeSpan);
        var proxy = (ILateGrants)(object)server.Client.OpenNamed("grants", SharedContract.Of<ILateGrants>());
        Task opening = proxy.OpenAsync().AsTask();
        (FrameHeader call, _) = await server.ReadAsync(FrameKind.Call);
        server.Send(new FrameHeader(FrameKind.Result, 0, call.Id, 0) { ListsReferences = true }, body);
        ConnectionLostException error = await Assert.ThrowsAsync<ConnectionLostException>(() => opening);
        Assert.Contains("reference", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResultThatCannotBeRead_GivesItsReferencesBack()
    {
        using var server = new FrameServer(Timeout.InfiniteTimeSpan);
        var proxy = (ILateGrants)(object)server.Client.OpenNamed("grants", SharedContract.Of<ILateGrants>());
        Task opening = proxy.OpenAsync().AsTask();
        (FrameHeader call, _) = await server.ReadAsync(FrameKind.Call);
        // A result of two references, of which the caller expects one.
        byte[] body = [1, 5, 0, 0, 0, 0, 0, 0, 0, 1, 6, 0, 0, 0, 0, 0, 0, 0, 18, 0, 0, 0, 9, 0, 0, 0, 2, 0, 0, 0];
        server.Send(new FrameHeader(FrameKind.Result, 0, call.Id, 0) { ListsReferences = true }, body);
        await Assert.ThrowsAsync<InvalidMessageException>(() => opening);
        (_, byte[] released) = await server.ReadAsync(FrameKind.Release);
        Assert.Equal([6, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], released[..16]);
    }

    [Fact]
    public async Task Callback_OfACallThatIsRefused_IsGivenBack()
    {
        await using ManagerServer server = ManagerServer.StartUnheard(static _ => { });
        using Peer client = Connect(server);
        var proxy = (ILateGrants)(object)client.OpenNamed("nothing", SharedContract.Of<ILateGrants>());
        Assert.Throws<ObjectGoneException>(() => proxy.Listen(static () => { }));
        while (client.ExportCount > 0) await Task.Delay(5, Token);
    }

    [Fact]
    public async Task Object_ThatAMemberGivesAfterTheConnectionHasEnded_IsClosed()
    {
        var grants = new LateGrants { Opened = new LateGrants() };
        await using ManagerServer server = ManagerServer.StartUnheard(m => m.Add<ILateGrants>("grants", () => grants));
        Peer client = Connect(server);
        Task opening = ((ILateGrants)(object)client.OpenNamed("grants", SharedContract.Of<ILateGrants>())).OpenAsync().AsTask();
        await grants.Begun;
        client.Dispose();
        await Assert.ThrowsAsync<ConnectionLostException>(() => opening);
        while (server.ClientCount > 0) await Task.Delay(5, Token);
        grants.Answer();
        await grants.Opened.Disposed.WaitAsync(Token);
        Assert.Equal(0, server.ReferencedCount);
    }

    [Fact]
    public async Task Holds_GrantedByAServerThatWasStopped_ComeBack()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        var options = new ManagerOptions { SilenceTimeout = TimeSpan.FromSeconds(5), ConnectTimeout = TimeSpan.FromSeconds(60) };
        await using Manager leaver = await Manager.ConnectAsync(server.Address, options: options, cancellationToken: Token);
        await using Manager stayer = await Manager.ConnectAsync(server.Address, options: new ManagerOptions { SilenceTimeout = Timeout.InfiniteTimeSpan, ConnectTimeout = TimeSpan.FromSeconds(60) }, cancellationToken: Token);
        using ISharedLock gate = stayer.CreateLock("gate");
        using ISharedLock other = stayer.CreateLock("other");
        using ISharedCondition changed = stayer.CreateCondition(other, "changed");
        using ISharedSemaphore seats = stayer.CreateSemaphore(0, 2, "seats");
        using ISharedSemaphore units = stayer.CreateSemaphore(0, 1, "units");
        using ISharedQueue<string> letters = stayer.CreateQueue<string>("letters");
        using ISharedJoinableQueue<string> jobs = stayer.CreateJoinableQueue<string>("jobs", maxAttempts: 1);
        SharedLockScope held = gate.Enter();
        ISharedLock itsOther = leaver.Get<ISharedLock>("other");
        SharedLockScope itsHold = itsOther.Enter();
        Task[] waits =
        [
            leaver.Get<ISharedLock>("gate").EnterAsync(cancellationToken: CancellationToken.None).AsTask(),
            leaver.Get<ISharedSemaphore>("seats").EnterAsync(cancellationToken: CancellationToken.None).AsTask(),
            leaver.Get<ISharedSemaphore>("units").WaitAsync(cancellationToken: CancellationToken.None).AsTask(),
            leaver.Get<ISharedQueue<string>>("letters").TakeAsync(cancellationToken: CancellationToken.None).AsTask(),
            leaver.Get<ISharedJoinableQueue<string>>("jobs").TryTakeAsync(cancellationToken: CancellationToken.None).AsTask(),
            leaver.Get<ISharedCondition>("changed").WaitAsync(itsHold, cancellationToken: CancellationToken.None).AsTask(),
        ];
        // All have arrived when the last has left its lock.
        using (SharedLockScope scope = other.Enter()) Assert.DoesNotContain(waits, static one => one.IsCompleted);
        await server.Process.StopAsync();
        held.Dispose();
        Task<int> put = Task.Run(
            async () =>
            {
                Task<int>[] released = [Task.Run(() => seats.Release(), Token), Task.Run(() => units.Release(), Token)];
                await letters.PutAsync("letter", cancellationToken: Token);
                await jobs.PutAsync("job", cancellationToken: Token);
                await Task.WhenAll(released);
                return 1;
            },
            Token);
        Task<IBasket> basket = Task.Run(() => leaver.Get<IInventory>().OpenBasket("nobody"), Token);
        foreach (Task wait in waits) await Assert.ThrowsAsync<TimeoutException>(() => wait);
        await Assert.ThrowsAsync<TimeoutException>(() => basket);
        server.Process.Continue();
        await put;
        // Whatever was granted to those who had left comes to those who ask now.
        using (await gate.EnterAsync(cancellationToken: Token))
        using (await seats.EnterAsync(cancellationToken: Token))
        using (await other.EnterAsync(cancellationToken: Token))
        {
            Assert.True(await units.WaitAsync(cancellationToken: Token));
        }

        Assert.Equal("letter", await letters.TakeAsync(cancellationToken: Token));
        using (SharedLease<string>? job = await jobs.TryTakeAsync(cancellationToken: Token))
        {
            // Nobody has seen it before: it may be tried once, and this is the time.
            Assert.Equal(("job", 1), (job!.Item, job.Attempt));
            job.Done();
        }

        Assert.Empty(jobs.TakeFailed());
        itsHold.Dispose();
        await server.AwaitAsync("baskets", 0);
        // The connection of those who left serves on.
        Assert.Equal(1, leaver.Get<ISharedSemaphore>("seats").CurrentCount);
    }

    [Fact]
    public async Task Unit_TakenByAClientThatDiesBeforeItHears_ComesBack()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await server.ConnectAsync();
        using ISharedSemaphore units = manager.CreateSemaphore(0, 1, "units");
        using (Peer dying = await ConnectRawAsync(server.Address))
        {
            SharedProxy proxy = dying.OpenNamed("units", SharedContract.Of<ISharedSemaphore>());
            var referent = (Multiprocessing.Managers.Objects.Waiting.ISemaphoreReferent)(object)proxy;
            units.Release();
            // As a client that is killed when the answer is on its way: it never says that it has the unit.
            Assert.NotEqual(0, await referent.EnterAsync(isPermit: false, Timeout.InfiniteTimeSpan, CancellationToken.None));
            Assert.Equal(0, units.CurrentCount);
        }

        Assert.True(await units.WaitAsync(cancellationToken: Token));
    }

    private static async Task<Peer> ConnectRawAsync(string address)
    {
        Peer peer = await Connector.ConnectAsync(ManagerAddress.Parse(address), null, new ManagerOptions(), new ObjectHost(new Dictionary<string, Hosted>(), new Dictionary<string, Func<ServedCall, ValueTask>>()), Token);
        peer.Start();
        return peer;
    }

    private static int NumberOf(string member) => SharedContract.Of<ILateGrants>().Members.ToList().FindIndex(one => one.StartsWith(member + "(", StringComparison.Ordinal));

    private static SocketClientPeer Connect(ManagerServer server)
    {
        (LocalSocket first, LocalSocket second) = SocketPair.Create();
        server.Add(new LoopStream(StreamSocket.TakeOver(first), ServerLoop.Next), new ClientIdentity(1, Environment.ProcessId, null, null));
        var host = new ObjectHost(new Dictionary<string, Hosted>(), new Dictionary<string, Func<ServedCall, ValueTask>>());
        var peer = new SocketClientPeer(StreamSocket.TakeOver(second), host, "the test", PeerLimits.Default, Timeout.InfiniteTimeSpan);
        peer.Start();
        return peer;
    }
}
