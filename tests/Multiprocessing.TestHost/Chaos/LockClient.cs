using Multiprocessing.Testing.Linearizability;

namespace Multiprocessing.TestHost.Chaos;

/// <summary>Enters a lock in several ways, and leaves it.</summary>
internal sealed class LockClient(Manager manager, string folder, int number) : ChaosClient(folder, number)
{
    private readonly ISharedLock _lock = manager.Get<ISharedLock>("lock");

    private protected override void Step()
    {
        long hold = NextOperand();
        SharedLockScope? scope = null;
        Call(GrantModel.Enter, hold, token => (scope = Enter(token))?.FencingNumber ?? GrantModel.Refused);
        if (scope is null) return;
        Pause();
        // What is told to be lost may be another's already.
        if (!scope.Lost.IsCancellationRequested) Call(GrantModel.Hold, hold, _ => _lock.IsHeld ? 0 : throw new InvalidOperationException("A lock that is held says that it is free."));
        Call(GrantModel.Exit, hold, _ =>
        {
            scope.Dispose();
            return 0;
        });
    }

    private SharedLockScope? Enter(CancellationToken token) => Random.Next(4) switch
    {
        0 => _lock.TryEnter(),
        1 => _lock.TryEnter(SomeTime()),
        2 => _lock.Enter(),
        _ => Wait(_lock.EnterAsync(cancellationToken: token)),
    };
}
