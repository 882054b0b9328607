namespace Multiprocessing.Tests.Managers.Limits;

/// <summary>Where one may stay.</summary>
[Shared]
internal interface IHall
{
    Task StayAsync(CancellationToken ct);

    int Look();
}
