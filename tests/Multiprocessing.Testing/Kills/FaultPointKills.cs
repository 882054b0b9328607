namespace Multiprocessing.Testing;

/// <summary>
/// Kills a real process at each fault point that it passes, one after the other, and lets the test look each time what the survivors find.
/// </summary>
/// <remarks>
/// First the verb runs without a fault and reports which points it passes. Then, for each point: <c>prepare</c> makes fresh objects under a name of their own, the verb runs
/// with that name as its first argument and kills itself at the point, and <c>verify</c> checks what is left. Objects of named kinds are removed by <c>verify</c>
/// or by the disposal of what <c>prepare</c> returned.
/// </remarks>
internal static class FaultPointKills
{
    /// <summary>Returns the hits at which the process was killed.</summary>
    /// <param name="prepare">Gets the name; what it returns is given to <paramref name="verify"/> and disposed after it.</param>
    /// <param name="drive">What the test says to the process and hears from it; the same in the run without a fault and in those with one.</param>
    /// <param name="verify">Throws when something is wrong. Its hit is null where the process was not killed: in the run without a fault, and where it did not come to the point again.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="token">Ends the test.</param>
    internal static async Task<IReadOnlyList<FaultHit>> RunAsync<TVerb, TState>(
        Func<string, TState> prepare,
        Func<TestProcess, TState, Task> drive,
        Func<TState, FaultHit?, Task> verify,
        FaultPointKillsOptions? options = null,
        CancellationToken token = default)
        where TVerb : Verb
    {
        options ??= new FaultPointKillsOptions();
        var passed = await DryRunAsync<TVerb, TState>(prepare, drive, verify, options, token);
        if (passed.Count == 0) throw new InvalidOperationException($"{typeof(TVerb).Name} passes none of the fault points asked for. Is this a build without fault points?");
        var killed = new List<FaultHit>();
        foreach (var hit in passed.SelectMany(p => Hits(p.Key, p.Value, options.HitsPerPoint)))
            if (await KillRunAsync<TVerb, TState>(hit, prepare, drive, verify, options, token)) killed.Add(hit);

        var missed = passed.Keys.Except(killed.Select(static h => h.Name)).Except(options.MayBeMissed).ToList();
        if (missed.Count > 0) throw new InvalidOperationException($"{typeof(TVerb).Name} did not come again to {string.Join(", ", missed)}, where it was to kill itself.");
        return killed;
    }

    private static async Task<Dictionary<string, int>> DryRunAsync<TVerb, TState>(
        Func<string, TState> prepare, Func<TestProcess, TState, Task> drive, Func<TState, FaultHit?, Task> verify, FaultPointKillsOptions options, CancellationToken token)
        where TVerb : Verb
    {
        string name = TestRun.NewName();
        var state = prepare(name);
        try
        {
            await using var process = TestProcess.Start<TVerb>(
                new TestProcessOptions { Environment = new Dictionary<string, string?> { [FaultReport.Variable] = "1" } }, name);
            await drive(process, state);
            string report;
            do report = await process.ReadLineAsync(token);
            while (LineProtocol.TextAfter(FaultReport.Word, report) is null);
            await process.EndAsync(token);
            await verify(state, null);
            return FaultReport.Parse(LineProtocol.TextAfter(FaultReport.Word, report)!)
                .Where(p => options.Prefixes.Count == 0 || options.Prefixes.Any(prefix => p.Key.StartsWith(prefix, StringComparison.Ordinal)))
                .ToDictionary(StringComparer.Ordinal);
        }
        finally
        {
            await DisposeAsync(state);
        }
    }

    private static async Task<bool> KillRunAsync<TVerb, TState>(
        FaultHit hit, Func<string, TState> prepare, Func<TestProcess, TState, Task> drive, Func<TState, FaultHit?, Task> verify, FaultPointKillsOptions options, CancellationToken token)
        where TVerb : Verb
    {
        string name = TestRun.NewName();
        var state = prepare(name);
        try
        {
            await using var process = TestProcess.Start<TVerb>(new TestProcessOptions { Fault = hit.ToString() }, name);
            bool wasKilled = await DriveAsync(process, state, drive, token);
            try
            {
                await verify(state, wasKilled ? hit : null);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                throw new FaultPointException(hit, wasKilled, process.Log, exception);
            }

            return wasKilled;
        }
        finally
        {
            await DisposeAsync(state);
        }
    }

    /// <summary>True: the process has killed itself at the point. False: it never came there, and ended well.</summary>
    private static async Task<bool> DriveAsync<TState>(TestProcess process, TState state, Func<TestProcess, TState, Task> drive, CancellationToken token)
    {
        try
        {
            await drive(process, state);
        }
        catch (TestProcessException) when (process.HasExited)
        {
            // Its end, which is what is wanted here, came in the middle of the talk. How it ended is looked at next.
        }

        int code = await process.WaitForExitAsync(token);
        if (code == 128 + ProcessSignals.SIGKILL) return true;
        return code == 0 ? false : throw process.Failure("failed before it came to the fault point");
    }

    private static IEnumerable<FaultHit> Hits(string name, int passes, int count)
    {
        count = Math.Min(count, passes);
        for (int i = 0; i < count; i++) yield return new FaultHit(name, count == 1 ? 1 : 1 + (int)((long)i * (passes - 1) / (count - 1)));
    }

    private static async ValueTask DisposeAsync<TState>(TState state)
    {
        if (state is IAsyncDisposable asyncDisposable) await asyncDisposable.DisposeAsync();
        else if (state is IDisposable disposable) disposable.Dispose();
    }
}
