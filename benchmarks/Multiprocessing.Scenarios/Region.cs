namespace Multiprocessing.Scenarios;

/// <summary>Shared words, each on a line of its own, by which the processes of a scenario start together and tell their counts.</summary>
internal sealed class Region : IDisposable
{
    private const int Stride = 16;
    private const int Lines = 64;
    private readonly SharedArray<long> _words;

    private Region(SharedArray<long> words) => _words = words;

    internal static Region Create(string name) =>
        new(SharedArray.Create<long>(name, Stride * Lines, options: new SharedObjectOptions { Lifetime = ObjectLifetime.UntilLastUser }));

    internal static Region Open(string name) => new(SharedArray.Open<long>(name));

    internal ref long this[int line] => ref _words[line * Stride];

    /// <summary>Spins until the word is at least <paramref name="value"/>: for starts that must be together.</summary>
    internal void Await(int line, long value)
    {
        long deadline = Environment.TickCount64 + 60_000;
        while (Volatile.Read(ref this[line]) < value)
        {
            Thread.SpinWait(1);
            if (Environment.TickCount64 > deadline) throw new TimeoutException("The other process of the scenario did not come.");
        }
    }

    /// <summary>As <see cref="Await"/>, without taking a processor from those who work.</summary>
    internal void AwaitQuietly(int line, long value)
    {
        long deadline = Environment.TickCount64 + 60_000;
        while (Volatile.Read(ref this[line]) < value)
        {
            Thread.Sleep(1);
            if (Environment.TickCount64 > deadline) throw new TimeoutException("The other process of the scenario did not come.");
        }
    }

    public void Dispose() => _words.Dispose();
}
