using System.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Synchronization;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Places;

/// <summary>A domain that is shared with a group, and another user of that group in it.</summary>
public sealed class SharedDomainTests
{
    // "nobody" and its group, on every Linux.
    private const uint OtherUser = 65534;

    private static readonly string[] s_asOther = ["setpriv", $"--reuid={OtherUser}", $"--regid={OtherUser}", "--clear-groups"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lock_OtherUserKilledWithIt_TheFirstIsTold()
    {
        SkipUnlessPermitted();
        string directory = Path.Join(Domain.DefaultPlace, $"mp-{OtherUser}-{TestRun.Prefix}shared");
        var domain = Domain.Create(directory, new DomainAccess { Group = OtherUser });
        try
        {
            var theirs = Segment.Create(domain, "theirs", ShareDomainVerb.Content, options: new SharedObjectOptions { Lifetime = ObjectLifetime.UntilLastUser });
            await using (var other = TestProcess.Start<ShareDomainVerb>(new TestProcessOptions { Wrapper = s_asOther }, directory))
            {
                await other.ExpectAsync("ready", Token);
                Segment.Open(domain, "mine", ShareDomainVerb.Content).Release();
                await other.SendAsync("enter");
                Assert.Equal("", await other.ExpectAsync("entered", Token));
                Assert.Equal(LockOutcome.TimedOut, Enter(theirs, TimeSpan.FromMilliseconds(20)));
                Assert.Contains(domain.DescribeLiving(), process => process.ProcessId == other.Id);
                await other.KillAsync();
            }

            Assert.Equal(LockOutcome.EnteredAbandoned, Enter(theirs, TimeSpan.FromSeconds(60)));
            // What the other user left is swept by the first.
            SegmentSweep.Run(domain);
            Assert.Equal(["theirs.mp"], Leftovers.InDomain(directory).Select(static file => Path.GetFileName(file)));

            await using (var other = TestProcess.Start<ShareDomainVerb>(new TestProcessOptions { Wrapper = s_asOther }, directory))
            {
                await other.ExpectAsync("ready", Token);
                await other.SendAsync("enter");
                Exit(theirs);
                Assert.Equal("", await other.ExpectAsync("entered", Token));
                await other.SendAsync("leave");
                await other.ExpectAsync("left", Token);
                await other.SendAsync("end");
                await other.EndAsync(Token);
            }

            Assert.Equal(LockOutcome.Entered, Enter(theirs, TimeSpan.FromSeconds(60)));
            Exit(theirs);
            theirs.Release();
            Assert.Empty(Leftovers.InDomain(directory));
        }
        finally
        {
            domain.Leave();
            Directory.Delete(directory, recursive: true);
        }
    }

    private static LockOutcome Enter(Segment segment, TimeSpan timeout)
    {
        LiveMemory memory = segment.Memory;
        var limit = new WaitLimit(segment.Domain, timeout);
        return LockWord.Enter(ref memory, ref segment.Body<LockState>().Value, ref limit);
    }

    private static void Exit(Segment segment)
    {
        LiveMemory memory = segment.Memory;
        LockWord.Exit(ref memory, ref segment.Body<LockState>().Value);
    }

    private static void SkipUnlessPermitted()
    {
        string host = Path.Join(AppContext.BaseDirectory, "Multiprocessing.TestHost.dll");
        bool runs;
        try
        {
            using var process = Process.Start(new ProcessStartInfo(s_asOther[0], [.. s_asOther[1..], "test", "-r", host]) { RedirectStandardError = true })!;
            process.WaitForExit();
            runs = process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            runs = false;
        }

        Assert.SkipUnless(runs, "This user may not start processes of another user (that takes root and setpriv), or the other user may not read the test program.");
    }
}
