namespace Multiprocessing.TestHost.Managers;

/// <summary>Inherited by other shared interfaces.</summary>
[Shared]
internal interface ICounted
{
    int Count { get; }

    int WaitAndCount(int milliseconds);
}
