namespace Multiprocessing.Tests.Managers.Rings;

/// <summary>Many callers over one pair of rings.</summary>
public sealed class ManyCallersOverRingsTests : ManyCallersTests
{
    private protected override Task<Manager> ConnectAsync() => Server.ConnectOverRingsAsync();
}
