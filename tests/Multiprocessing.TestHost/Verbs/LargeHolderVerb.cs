using System.Globalization;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Arguments: a lock, and how many MiB of memory it is to fill, so that its core dump takes a while. Says "held" with the lock in its hand, and stays.</summary>
internal sealed class LargeHolderVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        using var gate = InterprocessLock.Open(arguments[0]);
        byte[] ballast = new byte[int.Parse(arguments[1], CultureInfo.InvariantCulture) << 20];
        for (int i = 0; i < ballast.Length; i += 4096) ballast[i] = 1;
        using var scope = gate.Enter();
        channel.Say("held");
        channel.Expect("end");
        GC.KeepAlive(ballast);
        return Task.CompletedTask;
    }
}
