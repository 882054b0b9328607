using System.Threading.Channels;
using Multiprocessing.Testing;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Arguments: the address. Holds a stream that waits, one that it does not read on, an enumerator, and lends a stream of its own; says "holding", and lives until it is told to end or killed.</summary>
internal sealed class UseFeedVerb : Verb
{
    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        await using Manager manager = await Manager.ConnectAsync(arguments[0]);
        IFeed feed = manager.Get<IInventory>().OpenFeed();
        IAsyncEnumerator<Stock?> watch = feed.WatchAsync().GetAsyncEnumerator();
        await watch.MoveNextAsync();
        Task<bool> waiting = watch.MoveNextAsync().AsTask();
        IAsyncEnumerator<int> count = feed.CountAsync(1_000_000).GetAsyncEnumerator();
        await count.MoveNextAsync();
        IEnumerator<int> walk = feed.Walk(1_000_000);
        walk.MoveNext();
        var lent = Channel.CreateUnbounded<int>();
        lent.Writer.TryWrite(1);
        IAsyncEnumerator<int> doubled = feed.DoubledAsync(lent.Reader.ReadAllAsync()).GetAsyncEnumerator();
        await doubled.MoveNextAsync();
        feed.Changed += static (_, _) => { };
        feed.Keep(static _ => { });
        Task<long> reading = feed.SumBytesAsync(new System.IO.Pipelines.Pipe().Reader.AsStream());
        channel.Say("holding");
        await channel.ExpectAsync("end");
        GC.KeepAlive((waiting, count, walk, doubled, reading));
    }
}
