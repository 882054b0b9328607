using Multiprocessing.Testing;

namespace Multiprocessing.Platform.Tests.Liveness;

/// <summary>As on a kernel without futex_waitv, or where a filter refuses it.</summary>
public sealed class FallbackProcessChurnTests(ITestOutputHelper output) : ProcessChurnTests(output)
{
    private protected override TestProcessOptions Options { get; } = new() { Environment = new Dictionary<string, string?> { ["MP_NO_FUTEX_WAITV"] = "1" } };
}
