using Multiprocessing.Testing.Linearizability;

namespace Multiprocessing.TestHost.Chaos;

/// <summary>Enters a recursive lock once and again, and leaves it as often.</summary>
internal sealed class RecursiveLockClient(Manager manager, string folder, int number) : ChaosClient(folder, number)
{
    private readonly ISharedRecursiveLock _lock = manager.Get<ISharedRecursiveLock>("recursive");

    private protected override void Step()
    {
        long hold = NextOperand();
        SharedRecursiveScope? outer = null;
        Call(GrantModel.Enter, hold, token => (outer = Enter(token)) is null ? GrantModel.Refused : 0);
        if (outer is null) return;
        SharedRecursiveScope? inner = null;
        Call(GrantModel.Hold, hold, _ =>
        {
            inner = _lock.Enter(outer);
            return 0;
        });
        Pause();
        Call(GrantModel.Hold, hold, _ =>
        {
            inner!.Dispose();
            return 0;
        });
        Call(GrantModel.Exit, hold, _ =>
        {
            outer.Dispose();
            return 0;
        });
    }

    private SharedRecursiveScope? Enter(CancellationToken token)
    {
        try
        {
            return Random.Next(2) == 0 ? _lock.Enter(SomeTime()) : Wait(_lock.EnterAsync(cancellationToken: token));
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
