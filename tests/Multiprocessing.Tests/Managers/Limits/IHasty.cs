namespace Multiprocessing.Tests.Managers.Limits;

/// <summary>Members with limits of their own.</summary>
[Shared]
[CallTimeout(0.2)]
internal interface IHasty
{
    Task WaitAsync(CancellationToken ct);

    [CallTimeout(0.3)]
    Task WaitLongerAsync(CancellationToken ct);

    [CallTimeout(double.PositiveInfinity)]
    Task WaitForEverAsync(CancellationToken ct);
}
