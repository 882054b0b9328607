using Multiprocessing.Platform.Liveness;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Places;

/// <summary>
/// A process that writes its core dump has ended for its parent and for whoever asks for its pid, and can still be read by a debugger, and its threads may not have stopped: it is not dead
/// before the dump is written.
/// </summary>
public sealed class CoreDumpTests
{
    // Its default is a core dump, and the runtime has no handler for it.
    private const int SIGSYS = 31;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lock_HolderWritesItsCoreDump_NobodyEntersBeforeItIsWritten()
    {
        string pattern = (await File.ReadAllTextAsync("/proc/sys/kernel/core_pattern", Token)).Trim();
        Assert.SkipWhen(pattern.Length == 0 || pattern[0] is '|' or '/', $"Core dumps of this machine do not go to the folder of the process: kernel.core_pattern is '{pattern}'.");
        string folder = Directory.CreateDirectory(Path.Join(TestRun.TemporaryFolder, "dump")).FullName;
        string name = TestRun.NewName();
        using var gate = InterprocessLock.Create(name);
        try
        {
            var options = new TestProcessOptions { Wrapper = ["sh", "-c", "ulimit -c unlimited && cd \"$0\" && exec \"$@\"", folder] };
            await using var holder = TestProcess.Start<LargeHolderVerb>(options, name, "256");
            await holder.ExpectAsync("held", Token);
            uint identity = Domain.Current.DescribeLiving().Single(process => process.ProcessId == holder.Id).Identity;
            ProcessSignals.Send(holder.Id, SIGSYS);
            int looks = 0;
            LockScope scope = default;
            while (!scope.IsHeld)
            {
                bool isDumping = IsDumping(holder.Id);
                bool isDead = Domain.Current.IsDead(identity);
                bool entered = gate.TryEnter(TimeSpan.FromMilliseconds(5), out scope, Token);
                if (!isDumping || !IsDumping(holder.Id)) continue;
                // It was so before and after, hence meanwhile.
                looks++;
                Assert.False(isDead, "A process that writes its core dump counts as dead.");
                Assert.False(entered, "The lock of a process that writes its core dump was given to another.");
                Assert.Equal(ProcessState.DumpingCore, Domain.Current.Describe(identity).State);
            }

            Assert.True(scope.WasAbandoned);
            scope.Dispose();
            await holder.WaitForExitAsync(Token);
            TestContext.Current.TestOutputHelper?.WriteLine($"{looks} looks while it was written");
            Assert.SkipWhen(looks == 0, $"The dump was not seen being written (in the folder: {string.Join(' ', Directory.GetFiles(folder))}).");
        }
        finally
        {
            InterprocessLock.Remove(name);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool IsDumping(int id)
    {
        try
        {
            return File.ReadLines($"/proc/{id}/status").Any(static line => line.StartsWith("CoreDumping:", StringComparison.Ordinal) && line.EndsWith('1'));
        }
        catch (IOException)
        {
            // It has ended.
            return false;
        }
    }
}
