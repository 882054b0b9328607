using System.Globalization;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Does to segments what its arguments say, one after the other: <c>create x</c>, <c>create-last x</c>, <c>open x</c>, <c>release x</c>, <c>remove x</c>, <c>hold x carrier</c>,
/// <c>drop</c> (the last hold), <c>wait</c> (for the line "go"), <c>say</c> (the last hold). Says "ready" before the first and "done" after the last, and stays until "end".
/// </summary>
internal sealed class SegmentScriptVerb : Verb
{
    internal static readonly SegmentContent Content = SegmentContent.Of(SegmentKind.Queue, 5000);

    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        Domain domain = Domain.Current;
        Dictionary<string, Segment> open = [];
        string hold = "";
        channel.Say("ready");
        foreach (string[] step in arguments.Select(static argument => argument.Split(' ')))
        {
            switch (step[0])
            {
                case "create":
                    open[step[1]] = Segment.Create(domain, step[1], Content, static segment => segment.Body<long>().Value = 42);
                    break;
                case "create-last":
                    var options = new SharedObjectOptions { Lifetime = ObjectLifetime.UntilLastUser };
                    open[step[1]] = Segment.Create(domain, step[1], Content, static segment => segment.Body<long>().Value = 42, options);
                    break;
                case "open":
                    open[step[1]] = Segment.Open(domain, step[1], Content);
                    break;
                case "release":
                    open[step[1]].Release();
                    break;
                case "remove":
                    Segment.Remove(domain, SegmentKind.Queue, step[1]);
                    break;
                case "hold":
                    hold = open[step[1]].Hold(open[step[2]]);
                    break;
                case "drop":
                    Segment.DropHold(domain, hold);
                    break;
                case "wait":
                    channel.Expect("go");
                    break;
                case "say":
                    channel.Say(string.Create(CultureInfo.InvariantCulture, $"held {hold}"));
                    break;
                default:
                    throw new ArgumentException($"There is no step '{step[0]}'.", nameof(arguments));
            }
        }

        channel.Say("done");
        channel.Expect("end");
        return Task.CompletedTask;
    }
}
