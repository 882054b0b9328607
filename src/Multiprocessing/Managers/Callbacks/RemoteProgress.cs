namespace Multiprocessing.Managers.Callbacks;

/// <summary>What hears of progress at the other end. Reports are sent without waiting, but for one of many, which waits until all are heard: so they cannot pile up.</summary>
internal sealed class RemoteProgress<T>(ProgressProxy proxy) : IProgress<T>, IBorrowed
{
    private const int UnheardMax = 256;

    private int _unheard;
    private volatile bool _hasEnded;

    /// <exception cref="ObjectGoneException">The call to which it was lent has ended.</exception>
    public void Report(T value)
    {
        if (_hasEnded) throw Errors.LoanEnded("IProgress<T>");
        bool wait = Interlocked.Increment(ref _unheard) % UnheardMax == 0;
        proxy.Report(value, wait);
    }

    public void EndWithCall()
    {
        _hasEnded = true;
        proxy.Dispose();
    }
}
