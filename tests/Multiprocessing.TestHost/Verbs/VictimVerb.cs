using System.Globalization;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: a kind and a number. Makes an object of the kind and uses it, again and again, while somebody writes random bytes into it. Says "passed" after each object. Errors of
/// the documented families are what is wanted; any other ends the process.
/// </summary>
internal sealed class VictimVerb : Verb
{
    private const int UsesOfOneObject = 40;

    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(5);

    /// <summary>The kinds, and how one is made, used and closed. Its name is given.</summary>
    private static readonly Dictionary<string, Action<string>> s_kinds = new(StringComparer.Ordinal)
    {
        ["lock"] = static name =>
        {
            using var it = InterprocessLock.Create(name);
            Repeat(() =>
            {
                if (it.TryEnter(s_short, out var scope)) scope.Dispose();
                _ = it.ToString();
            });
        },
        ["recursive-lock"] = static name =>
        {
            using var it = InterprocessRecursiveLock.Create(name);
            Repeat(() =>
            {
                if (!it.TryEnter(s_short, out var scope)) return;
                if (it.TryEnter(s_short, out var inner)) inner.Dispose();
                scope.Dispose();
                _ = it.ToString();
            });
        },
        ["semaphore"] = static name =>
        {
            using var it = InterprocessSemaphore.Create(name, 2, 2);
            Repeat(() =>
            {
                if (it.TryEnter(s_short, out var scope)) scope.Dispose();
                _ = it.ToString();
            });
        },
        ["semaphore-of-signals"] = static name =>
        {
            using var it = InterprocessSemaphore.Create(name, 2, 100, SemaphoreKind.Signals);
            Repeat(() =>
            {
                it.TryWait(s_short);
                it.Release();
                it.TryWait(s_short);
                _ = it.ToString();
            });
        },
        ["events"] = static name =>
        {
            using var it = InterprocessAutoResetEvent.Create(name);
            using var other = InterprocessManualResetEvent.Create(name + "m");
            Repeat(() =>
            {
                it.Set();
                it.TryWait(s_short);
                other.Set();
                other.TryWait(s_short);
                other.Reset();
            });
        },
        ["barrier"] = static name =>
        {
            using var it = InterprocessBarrier.Create(name, 1);
            Repeat(() => it.TryWait(s_short, out _));
        },
        ["condition"] = static name =>
        {
            using var gate = InterprocessLock.Create(name);
            using var it = InterprocessCondition.Create(gate, name + "c");
            Repeat(() =>
            {
                if (!gate.TryEnter(s_short, out var scope)) return;
                using (scope)
                {
                    it.TryWait(s_short);
                    it.NotifyAll();
                }
            });
        },
        ["guarded-value"] = static name =>
        {
            using var it = GuardedValue.Create<long>(name);
            Repeat(() =>
            {
                it.Update(static (ref value) => value++, s_short);
                _ = it.Value;
            });
        },
        ["array"] = static name =>
        {
            using var it = SharedArray.Create<long>(name, 100);
            Repeat(() => it[it.Length - 1]++);
            using var again = SharedArray.Open<long>(name);
            again[^1]++;
        },
        ["queue"] = static name =>
        {
            using var it = InterprocessQueue.Create<int>(name, 8);
            Repeat(() =>
            {
                it.TryPut(1, s_short);
                it.TryPut(2, s_short);
                it.TryTake(s_short, out _);
                _ = it.Count;
                it.TryTake(s_short, out _);
            });
        },
        ["queue-of-strings"] = static name =>
        {
            using var it = InterprocessQueue.Create<string>(name, 8);
            Repeat(() =>
            {
                it.TryPut("a short text", s_short);
                it.TryPut(new string('x', 10_000), s_short);
                it.TryTake(s_short, out _);
                it.TryTake(s_short, out _);
            });
        },
        ["queue-of-bytes"] = static name =>
        {
            using var it = InterprocessQueue.Create<byte[]>(name, 8, new QueueOptions { CapacityBytes = 64 << 10 });
            Repeat(() =>
            {
                it.TryPut(new byte[100], s_short);
                it.TryPut(new byte[5_000], s_short);
                it.TryPut(new byte[100_000], s_short);
                if (it.TryReserve(3_000, s_short, out var space))
                {
                    using (space) space.Commit();
                }

                it.TryTake(s_short, out _);
                if (it.TryView(s_short, out var view))
                {
                    using (view) _ = view.Span.IndexOf((byte)1);
                }

                it.TryTake(s_short, out _);
                it.TryTake(s_short, out _);
            });
        },
        ["pipe"] = static name =>
        {
            var (left, right) = InterprocessPipe.Create<int>(name, 8);
            using (left)
            using (right)
            {
                Repeat(() =>
                {
                    left.TryPut(1, s_short);
                    right.TryPut(2, s_short);
                    right.TryTake(s_short, out _);
                    left.TryTake(s_short, out _);
                    _ = left.ToString();
                });
            }
        },
        ["pipe-of-bytes"] = static name =>
        {
            var (left, right) = InterprocessPipe.Create<byte[]>(name, 8, new QueueOptions { CapacityBytes = 64 << 10 });
            using (left)
            using (right)
            {
                Repeat(() =>
                {
                    left.TryPut(new byte[10], s_short);
                    left.TryPut(new byte[5_000], s_short);
                    right.TryPut(new byte[100_000], s_short);
                    right.TryTake(s_short, out _);
                    right.TryTake(s_short, out _);
                    left.TryTake(s_short, out _);
                });
            }
        },
        ["joinable-queue-of-bytes"] = static name =>
        {
            using var it = InterprocessJoinableQueue.Create<byte[]>(name, 8, new JoinableQueueOptions { CapacityBytes = 64 << 10, MaxAttempts = 2, MaxFailed = 4, MaxLeased = 4 });
            Repeat(() =>
            {
                it.TryPut(new byte[10], s_short);
                it.TryPut(new byte[5_000], s_short);
                if (it.TryTake(s_short, out var lease)) lease.Done();
                if (it.TryTake(s_short, out lease)) lease.Return("no");
                it.Failed.TryTake(out _);
                it.TryJoin(s_short);
            });
        },
        ["joinable-queue"] = static name =>
        {
            using var it = InterprocessJoinableQueue.Create<string>(name, 8);
            using var results = InterprocessQueue.Create<int>(name + "r", 8);
            Repeat(() =>
            {
                it.TryPut("one", s_short);
                it.TryPut("two", s_short);
                if (it.TryTake(s_short, out var lease)) lease.Complete(results, 1, s_short);
                if (it.TryTake(s_short, out lease)) lease.Return("no");
                results.TryTake(s_short, out _);
                it.TryJoin(s_short);
                _ = it.ToString();
            });
        },
    };

    internal static IReadOnlyCollection<string> Kinds => s_kinds.Keys;

    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        var use = s_kinds[arguments[0]];
        channel.Say("ready");
        for (int i = 0; !channel.HasLine; i++)
        {
            Guard(() => use(string.Create(CultureInfo.InvariantCulture, $"victim-{arguments[0]}-{Environment.ProcessId}-{i}")));
            channel.Say("passed");
        }

        return Task.CompletedTask;
    }

    private static void Repeat(Action use)
    {
        for (int i = 0; i < UsesOfOneObject; i++) Guard(use);
    }

    /// <summary>What a damaged object may answer. Anything else is a fault of the library.</summary>
    private static void Guard(Action use)
    {
        try
        {
            use();
        }
        catch (Exception exception) when (exception is MultiprocessingException or TimeoutException or SynchronizationLockException or SemaphoreFullException or LockRecursionException)
        {
            // As documented: the object is damaged, or behaves as if somebody else held it.
        }
    }
}
