using Multiprocessing.Testing.Linearizability;

namespace Multiprocessing.TestHost.Chaos;

/// <summary>Takes permits of a semaphore, and gives them back.</summary>
internal sealed class SeatsClient : ChaosClient
{
    internal const int Seats = 3;

    private readonly ISharedSemaphore _seats;

    internal SeatsClient(Manager manager, string folder, int number)
        : base(folder, number) => _seats = Make(() => manager.CreateSemaphore(Seats, Seats, "seats"), () => manager.Get<ISharedSemaphore>("seats"));

    private protected override void Step()
    {
        SharedPermit? permit = null;
        Call(SemaphoreModel.TryEnter, 1, token => (permit = Enter(token)) is null ? 0 : 1);
        if (permit is null) return;
        Pause();
        Call(SemaphoreModel.Release, 1, _ =>
        {
            permit.Dispose();
            return 1;
        });
    }

    private SharedPermit? Enter(CancellationToken token) => Random.Next(3) switch
    {
        0 => _seats.TryEnter(SomeTime()),
        1 => _seats.Enter(),
        _ => Wait(_seats.EnterAsync(cancellationToken: token)),
    };
}
