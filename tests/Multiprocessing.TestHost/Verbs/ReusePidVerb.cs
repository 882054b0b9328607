using System.Globalization;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: a lock's name, a number of rounds. To be run in a pid namespace of its own. Each round: a process enters the lock and is killed, and another one gets its pid and enters
/// the lock, while this process is no member of the domain, so that nobody notes the death in between. Says "entered" with that process's answer and both pids.
/// </summary>
internal sealed class ReusePidVerb : Verb
{
    // The kernel gives out the pid after the one written here.
    private const string LastPid = "/proc/sys/kernel/ns_last_pid";

    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        for (int i = int.Parse(arguments[1], CultureInfo.InvariantCulture); i > 0; i--)
        {
            await using TestProcess holder = await StartAsync(arguments[0]);
            await holder.SendAsync("enter");
            await holder.ExpectAsync("entered");
            await holder.KillAsync();
            await using TestProcess heir = await StartWithPidAsync(holder.Id, arguments[0]);
            await heir.SendAsync("enter");
            string answer = await heir.ReadLineAsync();
            if (answer == "at lock.waiting") answer = await heir.ReadLineAsync();
            channel.Say($"{answer} {holder.Id} {heir.Id}");
            await heir.SendAsync("leave");
            await heir.ExpectAsync("left");
            await heir.SendAsync("end");
            await heir.EndAsync();
        }
    }

    private static async Task<TestProcess> StartAsync(string name)
    {
        TestProcess process = TestProcess.Start<HoldLockVerb>(name);
        await process.ExpectAsync("ready");
        return process;
    }

    /// <summary>A thread of this process may take the number first: then it is tried again.</summary>
    private static async Task<TestProcess> StartWithPidAsync(int pid, string name)
    {
        while (true)
        {
            await File.WriteAllTextAsync(LastPid, (pid - 1).ToString(CultureInfo.InvariantCulture));
            TestProcess process = await StartAsync(name);
            if (process.Id == pid) return process;
            await process.DisposeAsync();
        }
    }
}
