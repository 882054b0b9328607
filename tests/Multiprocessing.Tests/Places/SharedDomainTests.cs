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

    /// <summary>The public types, between two users: locks with notice of death, leases that come back, results, memory.</summary>
    [Fact]
    public async Task PublicTypes_OfTwoUsers_EachSeesTheOthersWorkAndDeath()
    {
        SkipUnlessPermitted();
        string directory = Path.Join(Domain.DefaultPlace, $"mp-{TestRun.Prefix}group");
        SharedDomain.Create(directory, OtherUser, maxProcesses: 16);
        try
        {
            await using var first = TestProcess.Start<UseSharedDomainVerb>(directory, "make");
            await first.ExpectAsync("ready", Token);
            await using (var other = TestProcess.Start<UseSharedDomainVerb>(new TestProcessOptions { Wrapper = s_asOther }, directory, "open"))
            {
                await other.ExpectAsync("ready", Token);
                Assert.Equal("", await AskAsync(other, "enter", "entered"));
                await AskAsync(first, "put", "put");
                Assert.Equal("job 1", await AskAsync(other, "take", "took"));
                await other.KillAsync();
            }

            Assert.Equal("abandoned", await AskAsync(first, "enter", "entered"));
            await AskAsync(first, "leave", "leave");
            await using (var other = TestProcess.Start<UseSharedDomainVerb>(new TestProcessOptions { Wrapper = s_asOther }, directory, "open"))
            {
                await other.ExpectAsync("ready", Token);
                Assert.Equal("job 1", await AskAsync(other, "complete", "completed"));
                Assert.Equal("job 1, attempt 2", await AskAsync(first, "result", "result"));
                await other.SendAsync("end");
                await other.EndAsync(Token);
            }

            await first.SendAsync("end");
            await first.EndAsync(Token);
            Assert.Equal(["cells.mp", "gate.mp", "jobs.mp", "results.mp"], Leftovers.InDomain(directory).Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        }
        finally
        {
            Domain.Named(directory).Leave();
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>What is not shared with a group is nobody else's, also when it is asked for by its path; and nobody joins by name what is another's.</summary>
    [Theory]
    [InlineData("private")]
    [InlineData("other-group")]
    [InlineData("link")]
    public async Task Use_WhatIsNotSharedWithTheUser_Refused(string kind)
    {
        SkipUnlessPermitted();
        string directory = Path.Join(Domain.DefaultPlace, $"mp-{TestRun.Prefix}{kind}");
        string named = directory;
        var domain = Domain.Create(directory, kind == "private" ? new DomainAccess() : new DomainAccess { Group = kind == "link" ? OtherUser : OtherUser - 1 });
        try
        {
            if (kind == "link") File.CreateSymbolicLink(named = directory + ".link", directory);
            await using var other = TestProcess.Start<RefusedDomainVerb>(new TestProcessOptions { Wrapper = s_asOther, DomainName = named });
            string message = await other.ExpectAsync("refused", Token);
            Assert.Contains(named, message, StringComparison.Ordinal);
            await other.EndAsync(Token);
        }
        finally
        {
            domain.Leave();
            if (kind == "link") File.Delete(named);
            if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void Use_RelativePath_Refused()
    {
        Assert.Throws<ArgumentException>(static () => SharedDomain.Use("billing"));
        Assert.Throws<ArgumentException>(static () => SharedDomain.Create("billing", OtherUser));
        Assert.Throws<ArgumentOutOfRangeException>(static () => SharedDomain.Create("/dev/shm/billing", OtherUser, 0));
        Assert.Throws<DomainException>(static () => SharedDomain.Use("/dev/shm/mp-there-is-none"));
    }

    private static async Task<string> AskAsync(TestProcess process, string command, string answer)
    {
        await process.SendAsync(command);
        return await process.ExpectAsync(answer, Token);
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
