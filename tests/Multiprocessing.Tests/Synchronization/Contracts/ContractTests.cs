using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Synchronization.Contracts;

/// <summary>The base of the contracts of primitives: each is run for both forms of waiting, with a name and without.</summary>
public abstract class ContractTests(WaitForm form, bool isNamed)
{
    /// <summary>Longer than anything takes on a loaded machine.</summary>
    protected static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    /// <summary>Brief enough to wait for, long enough to be measured.</summary>
    protected static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(40);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected WaitForm Form { get; } = form;

    /// <summary>A name that nobody uses, or null for an anonymous object.</summary>
    protected string? Name { get; } = isNamed ? TestRun.NewName() : null;

    /// <summary>Makes the call in the form of this run.</summary>
    protected Task<T> Call<T>(Func<T> blocking, Func<ValueTask<T>> asynchronous) => Form == WaitForm.Blocking
        ? Task.Factory.StartNew(blocking, Token, TaskCreationOptions.LongRunning, TaskScheduler.Default)
        : Task.Run(async () => await asynchronous(), Token);

    /// <summary>Makes the call in the form of this run.</summary>
    protected Task Call(Action blocking, Func<ValueTask> asynchronous) => Form == WaitForm.Blocking
        ? Task.Factory.StartNew(blocking, Token, TaskCreationOptions.LongRunning, TaskScheduler.Default)
        : Task.Run(async () => await asynchronous(), Token);

    /// <summary>Waits, as tests may, until something that happens elsewhere can be seen.</summary>
    protected static async Task Until(Func<bool> condition)
    {
        long begin = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(begin) > Generous) throw new TimeoutException("What the test waits for did not happen.");
            await Task.Delay(1, Token);
        }
    }

    /// <summary>Runs the call and checks that it took at least that long.</summary>
    protected static async Task<T> TakesAtLeast<T>(TimeSpan least, Func<Task<T>> call)
    {
        long begin = TimeProvider.System.GetTimestamp();
        T result = await call().WaitAsync(Generous, Token);
        Assert.True(TimeProvider.System.GetElapsedTime(begin) >= least);
        return result;
    }
}
