namespace Multiprocessing.Platform.Tests.Liveness;

/// <summary>Ends the processes of a test with it.</summary>
internal sealed class MemberGroup(IEnumerable<Member> members) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        foreach (Member member in members) await member.DisposeAsync();
    }
}
