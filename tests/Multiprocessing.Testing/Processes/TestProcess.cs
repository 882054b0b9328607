using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace Multiprocessing.Testing;

/// <summary>
/// A real process that runs one verb of the test host. Disposing kills it, so none outlives its test; every failure shows what the process wrote.
/// </summary>
internal sealed class TestProcess : IDisposable, IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _log = new();
    private readonly Timer _watchdog;
    private readonly Task _reading;
    private bool _timedOut;
    private bool _killed;

    private TestProcess(string name, ProcessStartInfo start, TestProcessOptions options)
    {
        Name = name;
        _process = Process.Start(start)!;
        Id = _process.Id;
        TestRun.Add(this);
        _watchdog = new Timer(_ => TimeOut(), null, options.Watchdog, Timeout.InfiniteTimeSpan);
        _reading = Task.WhenAll(ReadOutputAsync(), ReadErrorsAsync());
    }

    internal string Name { get; }

    internal int Id { get; }

    internal bool HasExited => _process.HasExited;

    /// <summary>The exit code; 128 and the signal's number for a process that a signal ended. Only after <see cref="WaitForExitAsync"/>.</summary>
    internal int ExitCode => _process.ExitCode;

    /// <summary>The number of the signal that ended the process, or null. Only after <see cref="WaitForExitAsync"/>.</summary>
    internal int? Signal => ExitCode > 128 ? ExitCode - 128 : null;

    /// <summary>Everything the process has written until now, its standard error marked by <c>!</c>.</summary>
    internal string Log
    {
        get
        {
            lock (_log) return _log.ToString();
        }
    }

    internal static TestProcess Start<TVerb>(params string[] arguments)
        where TVerb : Verb => Start<TVerb>(new TestProcessOptions(), arguments);

    internal static TestProcess Start<TVerb>(TestProcessOptions options, params string[] arguments)
        where TVerb : Verb
    {
        string[] command = [.. options.Wrapper, HostExecutable.Path, typeof(TVerb).FullName!, .. arguments];
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string word in command[1..]) start.ArgumentList.Add(word);
        HostExecutable.SetEnvironment(start.Environment, options);
        return new TestProcess(typeof(TVerb).Name, start, options);
    }

    /// <summary>Waits for the process's next line, which must be <paramref name="word"/>, alone or with a text behind it; returns that text.</summary>
    internal async Task<string> ExpectAsync(string word, CancellationToken token = default)
    {
        string line = await ReadLineAsync(token);
        return LineProtocol.TextAfter(word, line) ?? throw Failure($"said '{line}', where the test expected '{word}'");
    }

    /// <summary>The process's next line, whatever it is.</summary>
    internal async Task<string> ReadLineAsync(CancellationToken token = default)
    {
        try
        {
            return await _lines.Reader.ReadAsync(token);
        }
        catch (ChannelClosedException)
        {
            await _reading;
            await _process.WaitForExitAsync(token);
            throw Failure("ended, where the test expected a line");
        }
    }

    /// <summary>The process's next line, or null when it will say nothing more.</summary>
    internal async Task<string?> ReadLineOrEndAsync(CancellationToken token = default) =>
        await _lines.Reader.WaitToReadAsync(token) && _lines.Reader.TryRead(out string? line) ? line : null;

    /// <summary>Says a line to the process.</summary>
    internal async Task SendAsync(string line)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException e)
        {
            // It closes its input only by ending, which takes a moment more: whoever catches this may ask how it ended.
            await _process.WaitForExitAsync();
            throw Failure($"could not be told '{line}': {e.Message}");
        }
    }

    /// <summary>Waits for the end, whatever it is, and returns the exit code.</summary>
    internal async Task<int> WaitForExitAsync(CancellationToken token = default)
    {
        await _process.WaitForExitAsync(token);
        await _reading.WaitAsync(token);
        if (_timedOut) throw Failure("was killed by its watchdog");
        return ExitCode;
    }

    /// <summary>Waits for the end, which must be a clean one.</summary>
    internal async Task EndAsync(CancellationToken token = default)
    {
        if (await WaitForExitAsync(token) != 0) throw Failure("did not end with exit code 0");
    }

    /// <summary>Waits for the end, which must be SIGKILL: by the test, or by a fault point.</summary>
    internal async Task EndByKillAsync(CancellationToken token = default)
    {
        if (await WaitForExitAsync(token) != 128 + ProcessSignals.SIGKILL) throw Failure("was not ended by SIGKILL");
    }

    /// <summary>SIGKILL, and the wait for the end.</summary>
    internal async Task KillAsync()
    {
        Kill();
        await WaitForExitAsync();
    }

    /// <summary>SIGKILL, without waiting.</summary>
    internal void Kill()
    {
        _killed = true;
        _process.Kill();
    }

    /// <summary>SIGSTOP; returns when the process no longer runs.</summary>
    internal async Task StopAsync()
    {
        ProcessSignals.Send(Id, ProcessSignals.SIGSTOP);
        while (ProcessSignals.State(Id) != 'T')
        {
            if (HasExited) throw Failure("ended while it was being stopped");
            await Task.Delay(1);
        }
    }

    /// <summary>SIGCONT.</summary>
    internal void Continue() => ProcessSignals.Send(Id, ProcessSignals.SIGCONT);

    internal Exception Failure(string what) => new TestProcessException(
        $"Process {Id} ({Name}) {what}.{(_timedOut ? " Its watchdog had killed it." : _killed ? " The test had killed it." : "")}{(HasExited ? $" Exit code {ExitCode}." : "")} It wrote:{Environment.NewLine}{Log}");

    public void Dispose()
    {
        _watchdog.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        TestRun.Remove(this);
    }

    public async ValueTask DisposeAsync()
    {
        await _watchdog.DisposeAsync();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        TestRun.Remove(this);
    }

    private async Task ReadOutputAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (_log) _log.Append("  ").AppendLine(line);
            await _lines.Writer.WriteAsync(line);
        }

        _lines.Writer.Complete();
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
            lock (_log) _log.Append("! ").AppendLine(line);
    }

    private void TimeOut()
    {
        _timedOut = true;
        _process.Kill();
    }
}
