using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Synchronization;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Argument: the directory of a domain that is shared with a group. Joins it, opens segment "theirs" and makes "mine", says "ready"; at "enter" takes the lock in "theirs" and says "entered",
/// with "abandoned" where its owner had died; at "leave" leaves it and says "left"; ends with "end".
/// </summary>
internal sealed class ShareDomainVerb : Verb
{
    internal static readonly SegmentContent Content = SegmentContent.Of(SegmentKind.Lock, 1024);

    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        var domain = Domain.At(arguments[0], shared: true);
        var theirs = Segment.Open(domain, "theirs", Content);
        var mine = Segment.Create(domain, "mine", Content, options: new SharedObjectOptions { Lifetime = ObjectLifetime.UntilLastUser });
        LiveMemory memory = theirs.Memory;
        channel.Say("ready");
        while (channel.ReadLine() is { } line and not "end")
        {
            if (line == "enter")
            {
                var limit = WaitLimit.Infinite(domain);
                LockOutcome outcome = LockWord.Enter(ref memory, ref theirs.Body<LockState>().Value, ref limit);
                channel.Say(outcome == LockOutcome.EnteredAbandoned ? "entered abandoned" : "entered");
            }
            else
            {
                LockWord.Exit(ref memory, ref theirs.Body<LockState>().Value);
                channel.Say("left");
            }
        }

        mine.Release();
        theirs.Release();
        return Task.CompletedTask;
    }
}
