using System.Globalization;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Argument: a number of threads. Each of them writes into a cell of its own of the array "cells" without end. Says "writing" with the process's identity.</summary>
internal sealed class ManyWritersVerb : Verb
{
    internal const string Name = "cells";
    internal const int CellsMax = 64;

    internal static SegmentContent Content { get; } = SegmentContent.Of(SegmentKind.Array, CellsMax * sizeof(ulong));

    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        int threads = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        var segment = Segment.Open(Domain.Current, Name, Content);
        var cells = segment.Body<ulong>(0, CellsMax);
        using var started = new CountdownEvent(threads);
        for (int i = 0; i < threads; i++)
        {
            int mine = i;
            new Thread(() =>
            {
                cells[mine]++;
                started.Signal();
                while (true) Volatile.Write(ref cells[mine], cells[mine] + 1);
            })
            { IsBackground = true }.Start();
        }

        started.Wait();
        channel.Say($"writing {Domain.Current.Me.ToString(CultureInfo.InvariantCulture)}");
        channel.Expect("end");
        segment.Release();
        return Task.CompletedTask;
    }
}
