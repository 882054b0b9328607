namespace Multiprocessing.TestHost.Managers;

/// <summary>Callbacks, events and streams of bytes.</summary>
internal sealed partial class Feed
{
    private static int s_handlers;

    private readonly List<Action<string>> _kept = [];
    private EventHandler<Stock>? _changed;
    private IProgress<int>? _lateProgress;
    private Stream? _lateStream;

    public event EventHandler<Stock> Changed
    {
        add
        {
            Interlocked.Increment(ref s_handlers);
            Handlers++;
            _changed += value;
        }

        remove
        {
            if (_changed is null || !_changed.GetInvocationList().Contains(value)) return;
            Interlocked.Decrement(ref s_handlers);
            Handlers--;
            _changed -= value;
        }
    }

    public event Action? Emptied;

    /// <summary>Handlers of the events of all feeds.</summary>
    internal static int HandlerCount => Volatile.Read(ref s_handlers);

    public int Handlers { get; private set; }

    public void Raise(int times)
    {
        for (int i = 0; i < times; i++) _changed?.Invoke(this, new Stock("apple", i));
        Emptied?.Invoke();
    }

    public int Apply(Func<int, int> function, int argument) => function(argument);

    public async Task<string> ApplyAsync(Func<Stock, CancellationToken, Task<string>> function, Stock argument)
    {
        await Task.Yield();
        return await function(argument, CancellationToken.None);
    }

    public bool Keep(Action<string> callback)
    {
        if (_kept.Remove(callback)) return false;
        _kept.Add(callback);
        return true;
    }

    public void CallKept(string text)
    {
        foreach (Action<string> callback in _kept) callback(text);
    }

    public Func<int, int>? SameFunction(Func<int, int>? function) => function;

    public Func<int, int> Adder(int n) => number => number + n;

    public bool TryParse(Parser parser, string text, out int number) => parser(text, out number);

    public void Work(int steps, IProgress<int> progress)
    {
        _lateProgress = progress;
        for (int i = 1; i <= steps; i++) progress.Report(i);
    }

    public async Task WorkAsync(int steps, IProgress<int>? progress, CancellationToken ct = default)
    {
        _lateProgress = progress;
        for (int i = 1; i <= steps; i++)
        {
            await Task.Yield();
            progress?.Report(i);
        }
    }

    public void ReportLate() => _lateProgress!.Report(-1);

    public long SumBytes(Stream data)
    {
        _lateStream = data;
        byte[] buffer = new byte[10_000];
        long sum = 0;
        while (data.Read(buffer) is > 0 and var count) sum += buffer.AsSpan(0, count).ToArray().Sum(static one => (long)one);
        return sum;
    }

    public async Task<long> SumBytesAsync(Stream data, CancellationToken ct = default)
    {
        _lateStream = data;
        byte[] buffer = new byte[10_000];
        long sum = 0;
        while (await data.ReadAsync(buffer, ct) is > 0 and var count) sum += buffer.AsSpan(0, count).ToArray().Sum(static one => (long)one);
        return sum;
    }

    public async Task FillAsync(Stream data, int size)
    {
        byte[] bytes = new byte[size];
        bytes.AsSpan().Fill(7);
        await data.WriteAsync(bytes);
        await data.FlushAsync();
    }

    public Stream Open(int size)
    {
        byte[] bytes = new byte[size];
        bytes.AsSpan().Fill(3);
        return new MemoryStream(bytes);
    }

    public int ReadLate() => _lateStream!.ReadByte();

    public void KeepStream(Stream data) => _lateStream = data;
}
