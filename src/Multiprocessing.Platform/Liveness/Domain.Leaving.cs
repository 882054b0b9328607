using System.Diagnostics;

namespace Multiprocessing.Platform.Liveness;

internal sealed partial class Domain
{
    /// <summary>How long the last process waits for another that is at the entrance, or about to be dead.</summary>
    private static readonly TimeSpan s_leavingPatience = TimeSpan.FromSeconds(1);

    private static bool s_listens;

    private readonly List<Func<bool>> _leaving = [];
    private bool _hasLeft;

    /// <summary>Adds something to do at a clean end of the process, before it gives up its place. What was added last runs first.</summary>
    internal void OnLeave(Action action) => OnLeave(() =>
    {
        action();
        return false;
    });

    /// <summary>Adds something to do at a clean end of the process, before it gives up its place. What was added last runs first.</summary>
    /// <param name="stillHolding">
    /// Returns true when the process still holds something that others may wait for: then its end is left to the kernel, and told to all as a death.
    /// </param>
    internal void OnLeave(Func<bool> stillHolding)
    {
        lock (_leaving) _leaving.Add(stillHolding);
    }

    /// <summary>
    /// Leaves the domain before the process ends; only for a membership that nothing in this process uses any more. A later <see cref="At"/> joins anew.
    /// </summary>
    internal void Leave()
    {
        lock (s_joining)
            if (s_domains.GetValueOrDefault(Directory) == this) s_domains.Remove(Directory);
        if (!GiveUpPlace(out bool isHolding)) return;
        _watcher.Stop(tell: isHolding);
        _watcher.Join();
        _registry.Close();
        _directory.Close();
    }

    private static void ListenForExit()
    {
        if (s_listens) return;
        s_listens = true;
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => LeaveAll();
    }

    private static void LeaveAll()
    {
        Domain[] all;
        lock (s_joining) all = [.. s_domains.Values];
        // The lock bytes are left to the kernel: a background thread may still be at work, and until it is gone nobody may take over what it holds.
        foreach (Domain domain in all) domain.GiveUpPlace(out _);
    }

    /// <summary>
    /// Runs the leaving actions, gives the slot up unless something is still held, and removes the domain if it was the last one's. False: this was done before.
    /// </summary>
    private bool GiveUpPlace(out bool isHolding)
    {
        isHolding = false;
        lock (s_joining)
        {
            if (_hasLeft) return false;
            _hasLeft = true;
        }

        Func<bool>[] actions;
        lock (_leaving) actions = [.. _leaving];
        foreach (Func<bool> action in actions.Reverse()) isHolding |= action();
        if (!isHolding)
        {
            _watcher.Stop();
            _registry.Leave();
        }

        RemoveIfLast();
        return true;
    }

    /// <summary>
    /// Removes registry and directory when nobody else lives in the domain and nothing else is in it. Whoever joins or leaves has the entrance meanwhile: one who
    /// joins makes the domain his, one who leaves may have counted this process as living, so it is waited for.
    /// </summary>
    private void RemoveIfLast()
    {
        // A domain that is shared with a group stays: its group was set on purpose.
        if (_directory.IsShared) return;
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < s_leavingPatience)
        {
            if (_directory.TryEnter())
            {
                bool isDone = !_directory.IsStillThere() || TryRemove();
                _directory.Leave();
                if (isDone) return;
            }

            DomainDirectory.Pause(TimeSpan.FromMilliseconds(1));
        }
    }

    // False: somebody is about to be dead; worth another try.
    private bool TryRemove()
    {
        if (_registry.IsRemoved) return true;
        if (_registry.HasOthers(out bool isEnding)) return !isEnding;
        if (!_directory.HasOnly(ProcessRegistry.IsOwnFile)) return true;
        ProcessRegistry.Remove(_directory);
        _directory.Remove();
        return true;
    }
}
