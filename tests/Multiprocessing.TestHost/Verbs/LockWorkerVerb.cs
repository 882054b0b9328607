using System.Globalization;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: names of a lock and of an array of longs, and a number. A worker of a kill loop: under the lock it raises a pair of counters one after the other, and
/// repairs the pair when its last changer died inside. Says with "done" how often it did so.
/// </summary>
/// <remarks>
/// Cells: 0 and 1 the pair; 2 who is inside (its process id), for the check of mutual exclusion; 3 how often the lock was told abandoned; 4 violations.
/// </remarks>
internal sealed class LockWorkerVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        using var gate = InterprocessLock.Open(arguments[0]);
        using var cells = SharedArray.Open<long>(arguments[1]);
        channel.Say("ready");
        channel.Expect("go");
        long rounds = 0;
        for (; !channel.HasLine; rounds++)
        {
            using var scope = gate.Enter();
            if (scope.WasAbandoned) Repair(cells);
            if (Interlocked.Exchange(ref cells[2], Environment.ProcessId) != 0 || cells[0] != cells[1]) Interlocked.Increment(ref cells[4]);
            cells[0]++;
            cells[1]++;
            if (Interlocked.Exchange(ref cells[2], 0) != Environment.ProcessId) Interlocked.Increment(ref cells[4]);
        }

        channel.Expect("end");
        channel.Say(string.Create(CultureInfo.InvariantCulture, $"done {rounds}"));
        return Task.CompletedTask;
    }

    private static void Repair(SharedArray<long> cells)
    {
        Interlocked.Increment(ref cells[3]);
        cells[1] = cells[0];
        Volatile.Write(ref cells[2], 0);
    }
}
