using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Diagnostics;

public sealed class DomainExceptionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("MP_PLACE", "/no/such/place", "does not exist")]
    [InlineData("MP_PLACE", "relative", "not an absolute path")]
    [InlineData("MP_DOMAIN", "a/b", "cannot name a domain")]
    public async Task Create_DomainThatCannotBe_ThrowsIt(string variable, string value, string part)
    {
        var options = new TestProcessOptions { Environment = new Dictionary<string, string?> { [variable] = value } };
        await using TestProcess process = TestProcess.Start<RefusedDomainVerb>(options);
        string said = await process.ExpectAsync("refused", Token);
        Assert.Contains(value, said, StringComparison.Ordinal);
        Assert.Contains(part, said, StringComparison.Ordinal);
        await process.EndAsync(Token);
    }
}
