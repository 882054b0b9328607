using System.Globalization;
using Multiprocessing.Testing.Linearizability;

namespace Multiprocessing.TestHost.Chaos;

/// <summary>One client of one object of a server: it calls, at random, what the object can do, and writes down each call, until it is told to end or loses its connection.</summary>
internal abstract class ChaosClient : IDisposable
{
    /// <summary>The result of a call that was cancelled, and so had no effect: it is not for the model.</summary>
    internal const long Cancelled = long.MinValue + 1;

    /// <summary>How many clients of each object a process has.</summary>
    internal const int Flows = 2;

    /// <summary>So many steps it makes also when it is told to end before: on a slow machine there would be nothing to look at.</summary>
    private const int StepsMin = 20;

    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(40);

    private readonly ManualResetEventSlim _never = new();
    private readonly HistoryWriter _history;
    private long _operands;

    private protected ChaosClient(string folder, int number)
    {
        Number = number;
        Random = new Random(number);
        _history = new HistoryWriter(folder, number);
    }

    /// <summary>The names of the objects, which are also those of the folders of their histories.</summary>
    internal static IReadOnlyList<string> Objects { get; } = ["register", "counter", "queue", "jobs", "lock", "recursive", "seats"];

    private protected int Number { get; }

    private protected Random Random { get; }

    internal static ChaosClient Open(string name, Manager manager, string folder, int number) => name switch
    {
        "register" => new RegisterClient(manager, folder, number),
        "counter" => new CounterClient(manager, folder, number),
        "queue" => new QueueClient(manager, folder, number),
        "jobs" => new JobsClient(manager, folder, number),
        "lock" => new LockClient(manager, folder, number),
        "recursive" => new RecursiveLockClient(manager, folder, number),
        "seats" => new SeatsClient(manager, folder, number),
        _ => throw new ArgumentException($"There is no object '{name}'.", nameof(name)),
    };

    /// <summary>Calls until it is told to end; false when the connection was lost.</summary>
    internal bool Run(string address, Func<bool> isEnding)
    {
        try
        {
            for (int steps = 0; steps < StepsMin || !isEnding(); steps++)
            {
                Step();
                Pause();
            }

            _history.Dispose();
            return true;
        }
        catch (ConnectionLostException e)
        {
            _history.Abandon();
            if (e.Address != address || e.ConnectedFor <= TimeSpan.Zero || e.PendingCalls < 0) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The loss tells other facts than those of {address}: {e.Address}, {e.ConnectedFor}, {e.PendingCalls}."), e);
            return false;
        }
    }

    public void Dispose()
    {
        _history.Abandon();
        _never.Dispose();
    }

    private protected abstract void Step();

    /// <summary>Opens an object under a name, and makes it where it is not there yet.</summary>
    private protected static T Make<T>(Func<T> create, Func<T> open)
    {
        try
        {
            return create();
        }
        catch (InvalidOperationException)
        {
            // Another client was first.
            return open();
        }
    }

    /// <summary>A number that no other call of any client has.</summary>
    private protected long NextOperand() => (Number * 100_000L) + ++_operands;

    private protected TimeSpan SomeTime() => s_longest * Random.NextDouble();

    /// <summary>Long enough that others come between, and that some kills fall here.</summary>
    private protected void Pause() => _never.Wait(SomeTime() / 4);

    /// <summary>Makes a call and writes it down. A cancelled one had no effect; of one whose connection was lost nobody knows.</summary>
    private protected long Call(int kind, long operand, Func<CancellationToken, long> call)
    {
        using var cancellation = new CancellationTokenSource();
        if (Random.Next(4) == 0) cancellation.CancelAfter(SomeTime());
        long result = Cancelled;
        _history.Begin(kind, operand);
        try
        {
            result = call(cancellation.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // It left its place, and took nothing with it.
        }

        _history.End(result);
        return result;
    }

    /// <summary>Waits on this thread: half of the calls are synchronous ones, the others asynchronous ones with a token.</summary>
    private protected static T Wait<T>(ValueTask<T> call) => call.AsTask().GetAwaiter().GetResult();

    private protected static void Wait(ValueTask call) => call.AsTask().GetAwaiter().GetResult();
}
