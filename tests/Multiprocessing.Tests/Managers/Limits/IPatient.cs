namespace Multiprocessing.Tests.Managers.Limits;

/// <summary>Members that take long.</summary>
[Shared]
internal interface IPatient
{
    int Add(int x, int y);

    Task WaitAsync(CancellationToken ct);

    void WaitLong(CancellationToken ct);

    int Block();

    Task<int> LateAsync(TimeSpan after);
}
