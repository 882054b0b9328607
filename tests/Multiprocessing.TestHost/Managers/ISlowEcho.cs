namespace Multiprocessing.TestHost.Managers;

/// <summary>Members that keep their thread, or leave something on it.</summary>
[Shared]
internal interface ISlowEcho
{
    string Echo(string text);

    string? SwapUser(string user);
}
