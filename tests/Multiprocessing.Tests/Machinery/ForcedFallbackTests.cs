using System.Diagnostics;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Machinery;

/// <summary>The primitives and queues as on a kernel without futex_waitv or membarrier, or where a container's filter refuses them: the same tests, in a run of their own.</summary>
public sealed class ForcedFallbackTests(ITestOutputHelper output)
{
    private static readonly string[] s_classes =
    [
        "*.LockBlockingNamedTests", "*.LockAsynchronousNamedTests", "*.RecursiveLockBlockingNamedTests", "*.SemaphoreBlockingNamedTests", "*.SemaphoreAsynchronousNamedTests",
        "*.ManualResetEventBlockingNamedTests", "*.AutoResetEventAsynchronousNamedTests", "*.BarrierBlockingNamedTests", "*.ConditionBlockingNamedTests", "*.ConditionAsynchronousNamedTests",
        "*.QueueAsyncTests", "*.InterprocessPipeTests", "*.InterprocessLockKillTests",
    ];

    [Theory]
    [InlineData("MP_NO_FUTEX_WAITV")]
    [InlineData("MP_NO_MEMBARRIER")]
    public async Task Tests_WithoutAKernelFeature_Pass(string variable)
    {
        var token = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Multiprocessing.Tests")) { RedirectStandardOutput = true, RedirectStandardError = true };
        HostExecutable.SetEnvironment(start.Environment, new TestProcessOptions { Environment = new Dictionary<string, string?> { [variable] = "1", ["MP_LONG"] = null } });
        foreach (string name in s_classes)
        {
            start.ArgumentList.Add("--filter-class");
            start.ArgumentList.Add(name);
        }

        using var process = Process.Start(start)!;
        try
        {
            Task<string> printed = process.StandardOutput.ReadToEndAsync(token);
            Task<string> errors = process.StandardError.ReadToEndAsync(token);
            await process.WaitForExitAsync(token);
            output.WriteLine(await printed + await errors);
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
