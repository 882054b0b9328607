using Multiprocessing.Testing;

namespace Multiprocessing.Platform.Tests.Liveness;

/// <summary>With whatever the kernel has.</summary>
public sealed class FutexWaitvProcessChurnTests(ITestOutputHelper output) : ProcessChurnTests(output)
{
    private protected override TestProcessOptions Options { get; } = new();
}
