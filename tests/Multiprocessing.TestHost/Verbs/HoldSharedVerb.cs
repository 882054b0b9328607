using System.Text;
using Multiprocessing.Testing;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: the address of a server; what to hold or wait for; the authkey as text, or nothing. Says "holding" when it holds it or stands in line; after "leave" it gives it back and says "left".
/// </summary>
internal sealed class HoldSharedVerb : Verb
{
    /// <summary>How many can be in at a time where it holds "seats".</summary>
    internal const int Seats = 2;

    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        Authkey? key = arguments.Length > 2 ? Authkey.FromBytes(Encoding.ASCII.GetBytes(arguments[2])) : null;
        await using Manager manager = await Manager.ConnectAsync(arguments[0], key);
        using IDisposable held = Hold(manager, arguments[1]);
        // Frames of one connection are read in their order: when this is answered, a wait has begun.
        _ = manager.Get<IInventory>("concurrent").Count;
        channel.Say("holding");
        await channel.ExpectAsync("leave");
        held.Dispose();
        _ = manager.Get<IInventory>("concurrent").Count;
        channel.Say("left");
        await channel.ExpectAsync("end");
    }

    private static IDisposable Hold(Manager manager, string what)
    {
        switch (what)
        {
            case "lock":
                return manager.Get<ISharedLock>("lock").Enter();
            case "recursive":
                ISharedRecursiveLock recursive = manager.Get<ISharedRecursiveLock>("recursive");
                SharedRecursiveScope outer = recursive.Enter();
                SharedRecursiveScope inner = recursive.Enter();
                return new Ending(inner, outer);
            case "seats":
                ISharedSemaphore seats = manager.Get<ISharedSemaphore>("seats");
                return new Ending([.. Enumerable.Range(0, Seats).Select(_ => seats.Enter())]);
            case "job":
                return manager.GetJoinableQueue<string>("job").TryTake() ?? throw new InvalidOperationException("There is no job.");
            default:
                return Wait(manager, what);
        }
    }

    /// <summary>Begins to wait; whatever comes of it comes after the test has killed the process.</summary>
    private static Ending Wait(Manager manager, string what)
    {
        switch (what)
        {
            case "take":
                _ = manager.GetQueue<string>("take").TakeAsync().AsTask();
                break;
            case "line":
                _ = manager.Get<ISharedLock>("line").EnterAsync().AsTask();
                break;
            case "condition":
                SharedLockScope scope = manager.Get<ISharedLock>("gate").Enter();
                _ = manager.Get<ISharedCondition>("condition").WaitAsync(scope).AsTask();
                break;
            case "barrier":
                _ = manager.Get<ISharedBarrier>("barrier").WaitAsync().AsTask();
                break;
            default:
                throw new ArgumentException($"Nothing is called '{what}'.", nameof(what));
        }

        return new Ending();
    }

    private sealed class Ending(params IDisposable[] all) : IDisposable
    {
        public void Dispose()
        {
            foreach (IDisposable one in all) one.Dispose();
        }
    }
}
