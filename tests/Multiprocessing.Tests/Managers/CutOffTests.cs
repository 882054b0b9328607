using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;
using Multiprocessing.Tests.Places;

namespace Multiprocessing.Tests.Managers;

/// <summary>A network that ends without a word: both sides find out, whether bytes are under way or not.</summary>
public sealed class CutOffTests(ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("tcp")]
    [InlineData("tcp+plain")]
    public async Task Connections_WhoseNetworkIsCut_AreGivenUpByBothSides(string transport)
    {
        Wrapped.SkipUnlessPermitted();
        await using TestProcess verb = TestProcess.Start<CutOffVerb>(new TestProcessOptions { Wrapper = Wrapped.InNetworkNamespace() }, transport);
        await verb.ExpectAsync("cut", Token);
        string server = await verb.ExpectAsync("server", Token);
        string clients = await verb.ExpectAsync("clients", Token);
        output.WriteLine($"given up after {server} ms at the server, {clients} ms at the clients; the limit was 4 s");
        await verb.EndAsync(Token);
    }
}
