using System.Runtime.ExceptionServices;
using Multiprocessing.Platform.Interop.Linux;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Platform.Liveness;

/// <summary>
/// The background thread by which a process lives in a domain: its end is what the kernel marks in the life word, and while it runs it watches the others.
/// One for each domain that the process is in, which is nearly always one.
/// </summary>
internal sealed class Watcher
{
    private const long Second = 1_000_000_000;

    private readonly ProcessRegistry _registry;
    private readonly Action _lookAgain;
    private readonly RobustList _list = new();
    private readonly SharedRef<uint> _isEnlisted = SharedRef<uint>.Allocate();
    private readonly Thread _thread;
    private volatile bool _isStopping;

    private Watcher(ProcessRegistry registry, Action lookAgain)
    {
        _registry = registry;
        _lookAgain = lookAgain;
        // The stack is small: nothing on it is deep, and callbacks only hand work on.
        _thread = new Thread(Run, maxStackSize: 256 << 10) { IsBackground = true, Name = "multiprocessing watcher" };
    }

    /// <summary>Starts the thread; when this returns the life word is set, and the watchers of this process know of it.</summary>
    /// <param name="registry">The registry, in which this process has a slot.</param>
    /// <param name="lookAgain">Called by the watcher after deaths, and at rechecks.</param>
    internal static Watcher Start(ProcessRegistry registry, Action lookAgain)
    {
        var watcher = new Watcher(registry, lookAgain);
        watcher._thread.UnsafeStart();
        ref uint isEnlisted = ref watcher._isEnlisted.Value;
        while (Volatile.Read(ref isEnlisted) == 0) Futex.Wait(ref isEnlisted, 0, Second);
        return watcher;
    }

    /// <summary>Ends the thread, soon.</summary>
    /// <param name="tell">Whether its end is marked in the life word, as that of a process that died.</param>
    internal void Stop(bool tell = false)
    {
        if (!tell) _list.Clear();
        _isStopping = true;
        ref uint bell = ref _registry.Words.Bell[_registry.Slot];
        Interlocked.Increment(ref bell);
        Futex.Wake(ref bell, int.MaxValue);
    }

    /// <summary>Waits until a stopped watcher no longer touches the registry.</summary>
    internal void Join()
    {
        if (_thread != Thread.CurrentThread) _thread.Join();
    }

    private void Run()
    {
        try
        {
            WatchLoop<LiveRegistryOperations> loop = Enlist();
            // A registry whose file is gone, and whose last process this is, has nobody to watch and nobody who could come.
            while (!_isStopping)
                if (loop.Turn() && loop.Living <= 1 && _registry.IsRemoved) Stop();
        }
        catch (Exception exception)
        {
            // The thread may end only with its process. What a callback threw is a fault of the library: it ends the process by the usual way, with its stack.
            ThreadPool.UnsafeQueueUserWorkItem(static thrown => thrown.Throw(), ExceptionDispatchInfo.Capture(exception), preferLocal: false);
        }
    }

    private WatchLoop<LiveRegistryOperations> Enlist()
    {
        var operations = new LiveRegistryOperations(_registry);
        RegistryWords words = _registry.Words;
        int slot = _registry.Slot;
        uint thread = (uint)LinuxLibc.syscall(LinuxLibc.SYS_gettid, 0, 0, 0, 0, 0, 0);
        words.Slots[slot].WatcherThread = thread;
        _list.Register(ref words.Life[slot]);
        RegistryProtocol.Enlist(ref operations, words, slot, thread);
        RegistryProtocol.RingWatchers(ref operations, words, slot);
        var loop = new WatchLoop<LiveRegistryOperations>(operations, words, slot, Futex.HasWaitAny, _lookAgain);
        Volatile.Write(ref _isEnlisted.Value, 1);
        Futex.Wake(ref _isEnlisted.Value, 1);
        return loop;
    }
}
