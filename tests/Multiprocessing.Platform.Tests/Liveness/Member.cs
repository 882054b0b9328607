using System.Globalization;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Platform.Tests.Liveness;

/// <summary>A process that has joined a domain.</summary>
internal sealed class Member : IAsyncDisposable
{
    private Member(TestProcess process, string identities)
    {
        Process = process;
        Identities = [.. identities.Split(' ').Select(static text => uint.Parse(text, CultureInfo.InvariantCulture))];
    }

    internal TestProcess Process { get; }

    internal uint Identity => Identities[0];

    internal uint[] Identities { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static async Task<Member> StartAsync(TestDomain domain, TestProcessOptions? options = null, int joins = 1)
    {
        TestProcess process = domain.Start<MemberVerb>(options ?? new TestProcessOptions(), joins.ToString(CultureInfo.InvariantCulture));
        return new Member(process, await process.ExpectAsync("joined", Token));
    }

    /// <summary>Starts several, one after the other joins, so that they stand in the registry in this order.</summary>
    internal static async Task<Member[]> StartAsync(TestDomain domain, int count, TestProcessOptions? options = null)
    {
        var members = new Member[count];
        for (int i = 0; i < count; i++) members[i] = await StartAsync(domain, options);
        return members;
    }

    internal Task SendAwaitAsync(params IEnumerable<Member> others) =>
        Process.SendAsync($"await {string.Join(' ', others.SelectMany(static other => other.Identities).Select(Text))}");

    /// <summary>The time on the monotonic clock, in nanoseconds, at which the deaths it was sent to wait for were known to it.</summary>
    internal async Task<long> ExpectDeadAsync() => long.Parse(await Process.ExpectAsync("dead", Token), CultureInfo.InvariantCulture);

    internal async Task<string> AskAsync(string command, Member other, string answer)
    {
        await Process.SendAsync($"{command} {Text(other.Identity)}");
        return await Process.ExpectAsync(answer, Token);
    }

    internal Task<string> VerdictAsync(Member other) => AskAsync("ask", other, "verdict");

    internal async Task<uint[]> LivingAsync()
    {
        await Process.SendAsync("living");
        string text = await Process.ExpectAsync("living", Token);
        return [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static t => uint.Parse(t, CultureInfo.InvariantCulture)).Order()];
    }

    internal async Task EndAsync()
    {
        await Process.SendAsync("end");
        await Process.EndAsync(Token);
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private static string Text(uint identity) => identity.ToString(CultureInfo.InvariantCulture);
}
