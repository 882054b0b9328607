namespace Multiprocessing.Tests.Managers.Sessions;

/// <summary>Grants and references whose answers a test keeps back.</summary>
[Shared]
internal interface ILateGrants
{
    [UndoneBy(nameof(Return))]
    ValueTask<string> TakeAsync(CancellationToken ct = default);

    void Return(string ticket);

    ValueTask<ILateGrants?> OpenAsync();

    void Listen(Action heard);
}
