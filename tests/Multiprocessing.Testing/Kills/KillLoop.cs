using System.Diagnostics;
using System.Globalization;

namespace Multiprocessing.Testing;

/// <summary>
/// Keeps a number of workers running, kills one of them at random moments, by SIGKILL, and starts another in its place; at the end the last ones end well.
/// </summary>
/// <remarks>
/// The worker's part: say "ready"; expect "go"; work until <see cref="VerbChannel.HasLine"/>; expect "end"; say "done", with a text if it likes; return.
/// Workers are started ahead of need and wait for their "go", so that the pauses between kills are shorter than a start. Each gets its own number as its
/// last argument.
/// </remarks>
internal sealed class KillLoop
{
    private const int Spares = 2;

    private readonly KillLoopOptions _options;
    private readonly Func<TestProcessOptions, string[], TestProcess> _start;
    private readonly string[] _arguments;
    private readonly Random _random;
    private readonly List<TestProcess> _running = [];
    private readonly Queue<Task<TestProcess>> _spares = new();
    private int _started;
    private int _kills;
    private int _ownKills;
    private int _stops;

    private KillLoop(KillLoopOptions options, Func<TestProcessOptions, string[], TestProcess> start, string[] arguments)
    {
        _options = options;
        _start = start;
        _arguments = arguments;
        _random = new Random(options.Seed);
    }

    /// <summary>Runs the loop in the domain of the whole run.</summary>
    internal static Task<KillLoopResult> RunAsync<TVerb>(KillLoopOptions options, string[] arguments, CancellationToken token)
        where TVerb : Verb => new KillLoop(options, TestProcess.Start<TVerb>, arguments).RunAsync(token);

    /// <summary>Runs the loop in a domain of its own.</summary>
    internal static Task<KillLoopResult> RunAsync<TVerb>(TestDomain domain, KillLoopOptions options, string[] arguments, CancellationToken token)
        where TVerb : Verb => new KillLoop(options, domain.Start<TVerb>, arguments).RunAsync(token);

    private async Task<KillLoopResult> RunAsync(CancellationToken token)
    {
        try
        {
            long start = Stopwatch.GetTimestamp();
            while (_kills < _options.Kills || Stopwatch.GetElapsedTime(start) < _options.Duration)
            {
                await FillAsync(token);
                await Task.Delay(_options.PauseMax * _random.NextDouble(), token);
                if (_random.Next(100) < _options.StopsPercent) await StopOneAsync(token);
                else await KillOneAsync(token);
            }

            var reports = await EndAsync(token);
            return new KillLoopResult(_kills, _ownKills, _stops, reports, _options.Seed);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var failure = new KillLoopException(_options.Seed, _kills, exception);
            // At once, since what is disposed after this may fail too, and would be all that is seen.
            await Console.Error.WriteLineAsync(failure.ToString());
            throw failure;
        }
        finally
        {
            while (_spares.TryDequeue(out var spare)) await (await spare).DisposeAsync();
            foreach (var process in _running) await process.DisposeAsync();
        }
    }

    private async Task FillAsync(CancellationToken token)
    {
        for (int i = _running.Count - 1; i >= 0; i--)
        {
            if (!_running[i].HasExited) continue;
            // It can only have killed itself, where it was told to.
            await _running[i].EndByKillAsync(token);
            _ownKills++;
            await RemoveAsync(i);
        }

        while (_running.Count < _options.Workers)
        {
            while (_spares.Count < Spares) _spares.Enqueue(StartAsync(token));
            var process = await _spares.Dequeue();
            // One that was to kill itself may have done so on its way to "ready".
            if (process.HasExited)
            {
                await process.EndByKillAsync(token);
                _ownKills++;
                await process.DisposeAsync();
                continue;
            }

            _running.Add(process);
            await SayAsync(process, "go");
        }

        while (_spares.Count < Spares) _spares.Enqueue(StartAsync(token));
    }

    private async Task<TestProcess> StartAsync(CancellationToken token)
    {
        string number = _started++.ToString(CultureInfo.InvariantCulture);
        string? fault = _options.FaultPoints.Count > 0 && _random.Next(2) == 0
            ? new FaultHit(_options.FaultPoints[_random.Next(_options.FaultPoints.Count)], _random.Next(1, _options.FaultPassesMax + 1)).ToString()
            : null;
        var process = _start(new TestProcessOptions { Fault = fault, Watchdog = TimeSpan.FromHours(2) }, [.. _arguments, number]);
        try
        {
            await process.ExpectAsync("ready", token);
        }
        catch (TestProcessException) when (fault is not null && process.Signal == ProcessSignals.SIGKILL)
        {
            // It came to its fault point at the start. The caller counts it.
        }

        return process;
    }

    private async Task KillOneAsync(CancellationToken token)
    {
        int victim = _random.Next(_running.Count);
        await _running[victim].KillAsync();
        await RemoveAsync(victim);
        _kills++;
        token.ThrowIfCancellationRequested();
        if (_options.AfterKill is { } check) await check(_kills);
    }

    private async Task StopOneAsync(CancellationToken token)
    {
        var process = _running[_random.Next(_running.Count)];
        // It may kill itself at any moment, also between the two signals; the next round finds it.
        if (process.HasExited || !ProcessSignals.TrySend(process.Id, ProcessSignals.SIGSTOP)) return;
        _stops++;
        await Task.Delay(_options.PauseMax * _random.NextDouble(), token);
        ProcessSignals.TrySend(process.Id, ProcessSignals.SIGCONT);
    }

    private async Task<IReadOnlyList<string>> EndAsync(CancellationToken token)
    {
        await FillAsync(token);
        foreach (var process in _running) await SayAsync(process, "end");
        var reports = new List<string>();
        foreach (var process in _running)
        {
            try
            {
                reports.Add(await process.ExpectAsync("done", token));
                await process.EndAsync(token);
            }
            catch (TestProcessException) when (process.HasExited && process.Signal == ProcessSignals.SIGKILL && _options.FaultPoints.Count > 0)
            {
                _ownKills++;
            }
        }

        return reports;
    }

    private static async Task SayAsync(TestProcess process, string line)
    {
        try
        {
            await process.SendAsync(line);
        }
        catch (TestProcessException) when (process.HasExited)
        {
            // It has just killed itself; the next round finds it.
        }
    }

    private async Task RemoveAsync(int index)
    {
        await _running[index].DisposeAsync();
        _running.RemoveAt(index);
    }
}
