namespace Multiprocessing.TestHost.Managers;

/// <summary>Blocks for a while each time.</summary>
internal sealed class SlowEcho : ISlowEcho
{
    private static readonly AsyncLocal<string?> s_user = new();

    public string Echo(string text)
    {
        using var gate = new ManualResetEventSlim();
        gate.Wait(30);
        return text;
    }

    public string? SwapUser(string user)
    {
        string? before = s_user.Value;
        s_user.Value = user;
        return before;
    }
}
