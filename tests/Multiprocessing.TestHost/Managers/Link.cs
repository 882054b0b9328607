namespace Multiprocessing.TestHost.Managers;

/// <summary>A link that notices when two threads are in it at a time.</summary>
internal sealed class Link : ILink
{
    private int _inside;

    public int Entered { get; private set; }

    public int Pass(ILink next, ILink after, ILink last, int hops)
    {
        // Held during the call: only the same thread gets back in.
        lock (this)
        {
            Entered++;
            return hops == 0 ? 0 : 1 + next.Pass(after, last, this, hops - 1);
        }
    }

    public async ValueTask<int> PassAsync(ILink next, ILink after, ILink last, int hops)
    {
        await ComeAndGoAsync();
        int passed = hops == 0 ? 0 : 1 + await next.PassAsync(after, last, this, hops - 1);
        await ComeAndGoAsync();
        return passed;
    }

    public async ValueTask<int> PassMixedAsync(ILink next, ILink after, ILink last, int hops)
    {
        await ComeAndGoAsync();
        if (hops == 0) return 0;
        return 1 + (hops % 2 == 0 ? next.Pass(after, last, this, hops - 1) : await next.PassMixedAsync(after, last, this, hops - 1));
    }

    private async ValueTask ComeAndGoAsync()
    {
        if (Interlocked.Increment(ref _inside) != 1) throw new InvalidOperationException("Two members run at a time.");
        Entered++;
        Interlocked.Decrement(ref _inside);
        await Task.Yield();
        if (Interlocked.Increment(ref _inside) != 1) throw new InvalidOperationException("Two members run at a time.");
        Interlocked.Decrement(ref _inside);
    }
}
