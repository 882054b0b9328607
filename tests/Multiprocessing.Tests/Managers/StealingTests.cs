using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>Members run where frames are read, and must not keep anybody else's from being read.</summary>
public sealed class StealingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Member_ThatBlocks_HoldsUpNeitherOthersNorItsOwnConnection()
    {
        using var place = new SocketDirectory();
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("s"), Offers.Add, cancellationToken: Token);
        await using Manager first = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        await using Manager second = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        for (int round = 0; round < 4; round++)
        {
            // The first rounds are stolen from, the later ones go to threads of their own at once.
            Task blocked = first.Get<IInventory>().BlockAsync(1500, Token).AsTask();
            for (int i = 0; i < 20; i++)
            {
                Assert.Equal(1, second.Get<IInventory>("concurrent").Sum(1));
                Assert.Equal(1, first.Get<IInventory>("concurrent").Sum(1));
            }

            Assert.False(blocked.IsCompleted);
            await blocked;
        }
    }

    [Theory]
    [InlineData(5000)]
    [InlineData(200_000)]
    public async Task Arguments_OfAMemberThatWasStolenFrom_AreItsOwn(int size)
    {
        await using Manager manager = Manager.InProcess(static m => m.Add<ISlowEcho>(static () => new SlowEcho(), TurnPolicy.Concurrent));
        ISlowEcho echo = manager.Get<ISlowEcho>();
        Task<string>[] echoes = [.. Enumerable.Range(0, 40).Select(n => Task.Run(() => echo.Echo(new string((char)('a' + (n % 26)), size)), Token))];
        string[] texts = await Task.WhenAll(echoes).WaitAsync(TimeSpan.FromSeconds(60), Token);
        for (int i = 0; i < texts.Length; i++) Assert.Equal(new string((char)('a' + (i % 26)), size), texts[i]);
    }

    [Fact]
    public async Task WhatAMemberSetsOnItsThread_IsNotSeenByTheNext()
    {
        await using Manager manager = Manager.InProcess(static m => m.Add<ISlowEcho>(static () => new SlowEcho()));
        ISlowEcho echo = manager.Get<ISlowEcho>();
        for (int i = 0; i < 5; i++) Assert.Null(echo.SwapUser("alice"));
    }
}
