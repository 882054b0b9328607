using System.Diagnostics;
using System.Numerics;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Memory;

internal sealed partial class AsyncWaits
{
    private static readonly TimeSpan s_recheck = TimeSpan.FromTicks(WaitLimit.RecheckNanoseconds / 100);

    private readonly List<AsyncPoint> _toLook = [];

    private void StartHub()
    {
        var thread = new Thread(RunHub, 256 << 10) { IsBackground = true, Name = "Multiprocessing async waits" };
        thread.UnsafeStart();
    }

    private void RunHub()
    {
        var memory = new LiveMemory(_domain);
        ref DoorbellTable.DoorbellLayout door = ref _domain.Doorbells[ProcessIdentity.Slot(_domain.Me)];
        Span<ulong> rung = stackalloc ulong[DoorbellTable.DoorbellLayout.TagCount / 64];
        var limit = WaitLimit.Infinite(_domain);
        var listener = new HubListener(memory.Load(ref _domain.Deaths.Value));
        long lookedAtAll = Stopwatch.GetTimestamp();
        while (true)
        {
            bool isRecheckDue = Stopwatch.GetElapsedTime(lookedAtAll) >= s_recheck;
            switch (listener.Listen(ref memory, ref door, _domain.Deaths, isRecheckDue, rung, ref limit))
            {
                case HubTask.LookAtAll:
                    LookAtAll();
                    lookedAtAll = Stopwatch.GetTimestamp();
                    break;
                case HubTask.LookAtRung:
                    LookAt(rung);
                    break;
                default:
                    break;
            }
        }
    }

    private void LookAtAll()
    {
        lock (_gate) _toLook.AddRange(_points.Values);
        LookAtGathered();
    }

    private void LookAt(ReadOnlySpan<ulong> rung)
    {
        lock (_gate)
        {
            for (int w = 0; w < rung.Length; w++)
            {
                for (ulong bits = rung[w]; bits != 0; bits &= bits - 1)
                {
                    for (var point = _byTag[(w * 64) + BitOperations.TrailingZeroCount(bits)]; point is not null; point = point.NextOfTag)
                        _toLook.Add(point);
                }
            }
        }

        LookAtGathered();
    }

    private void LookAtGathered()
    {
        foreach (var point in _toLook)
        {
            if (!point.Look()) Retire(point);
        }

        _toLook.Clear();
    }
}
