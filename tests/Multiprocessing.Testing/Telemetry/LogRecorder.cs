using Microsoft.Extensions.Logging;

namespace Multiprocessing.Testing;

/// <summary>A log that keeps what is written, for tests that read it; or says each line to somebody.</summary>
/// <param name="say">Gets each event as it comes; null: it is kept only.</param>
internal sealed class LogRecorder(Action<LogEvent>? say = null) : ILoggerFactory
{
    private readonly List<LogEvent> _events = [];

    /// <summary>All events until now.</summary>
    internal IReadOnlyList<LogEvent> Events
    {
        get
        {
            lock (_events) return [.. _events];
        }
    }

    /// <summary>Waits until an event of this id has come, and returns the first.</summary>
    internal async Task<LogEvent> WaitForAsync(int id, CancellationToken token)
    {
        while (true)
        {
            if (Events.FirstOrDefault(one => one.Id == id) is { } found) return found;
            await Task.Delay(5, token);
        }
    }

    public ILogger CreateLogger(string categoryName) => new Recorder(this, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The recorder is the only provider.");

    public void Dispose()
    {
    }

    private void Add(LogEvent one)
    {
        lock (_events) _events.Add(one);
        say?.Invoke(one);
    }

    private sealed class Recorder(LogRecorder owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            owner.Add(new LogEvent(eventId.Id, eventId.Name ?? "", logLevel, category, formatter(state, exception), exception));
    }
}
