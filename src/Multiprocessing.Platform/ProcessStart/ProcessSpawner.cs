using System.Runtime.ExceptionServices;
using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Platform.ProcessStart;

/// <summary>
/// Starts processes by posix_spawn. All starts run on one thread that never ends: the kernel's parent-death signal, which children ask for, fires when
/// the thread that started them ends, not the process.
/// </summary>
/// <remarks>
/// System.Diagnostics.Process is not used for three reasons: it cannot say which descriptors a child gets, so a descriptor for one child would have to
/// be inheritable by every process that any thread starts meanwhile; it may run on any thread; and it folds signals into exit codes.
/// The runtime reaps only children that it started itself, so both ways live side by side.
/// </remarks>
internal static unsafe class ProcessSpawner
{
    private static readonly Lock s_gate = new();
    private static readonly Queue<Work> s_queue = [];
    private static readonly SemaphoreSlim s_pending = new(0);
    private static bool s_isRunning;

    /// <summary>Starts the process; returns when the new program is loaded.</summary>
    /// <exception cref="PlatformIOException">The system refused: no such file, no permission, no process or memory left.</exception>
    internal static SpawnedProcess Start(SpawnRequest request)
    {
        var work = new Work(request);
        lock (s_gate)
        {
            if (!s_isRunning) Launch();
            s_queue.Enqueue(work);
        }

        s_pending.Release();
        work.Done.Wait();
        work.Done.Dispose();
        work.Error?.Throw();
        return work.Process!;
    }

    private static void Launch()
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "Multiprocessing starter" };
        thread.UnsafeStart();
        s_isRunning = true;
    }

    private static void Run()
    {
        while (true)
        {
            s_pending.Wait();
            Work work;
            lock (s_gate) work = s_queue.Dequeue();
            try
            {
                work.Process = Spawn(work.Request);
            }
            catch (Exception error) when (error is PlatformIOException or ArgumentException or OutOfMemoryException)
            {
                work.Error = ExceptionDispatchInfo.Capture(error);
            }

            work.Done.Set();
        }
    }

    private static SpawnedProcess Spawn(SpawnRequest request)
    {
        var path = new NativeStrings([request.Path]);
        var arguments = new NativeStrings(request.Arguments);
        var environment = new NativeStrings(request.Environment);
        byte* actions = stackalloc byte[Libc.SpawnStructureSize];
        byte* attributes = stackalloc byte[Libc.SpawnStructureSize];
        byte* signals = stackalloc byte[Libc.SignalSetSize];
        Check(Libc.posix_spawn_file_actions_init(actions), request);
        Check(Libc.posix_spawnattr_init(attributes), request);
        try
        {
            foreach (var (source, target) in request.Descriptors) Check(Libc.posix_spawn_file_actions_adddup2(actions, source, target), request);
            _ = Libc.sigemptyset(signals);
            Check(Libc.posix_spawnattr_setsigmask(attributes, signals), request);
            // The runtime ignores SIGPIPE for itself, and an ignored signal stays ignored across exec.
            _ = Libc.sigaddset(signals, Libc.SIGPIPE);
            Check(Libc.posix_spawnattr_setsigdefault(attributes, signals), request);
            Check(Libc.posix_spawnattr_setflags(attributes, Libc.POSIX_SPAWN_SETSIGMASK | Libc.POSIX_SPAWN_SETSIGDEF), request);
            int processId;
            Check(Libc.posix_spawn(&processId, path.Address[0], actions, attributes, arguments.Address, environment.Address), request);
            return new SpawnedProcess(processId);
        }
        finally
        {
            _ = Libc.posix_spawn_file_actions_destroy(actions);
            _ = Libc.posix_spawnattr_destroy(attributes);
            GC.KeepAlive(path);
            GC.KeepAlive(arguments);
            GC.KeepAlive(environment);
        }
    }

    private static void Check(int errno, SpawnRequest request)
    {
        if (errno != 0) throw new PlatformIOException("Starting the program", request.Path, errno);
    }

    private sealed class Work(SpawnRequest request)
    {
        internal SpawnRequest Request { get; } = request;

        internal ManualResetEventSlim Done { get; } = new();

        internal SpawnedProcess? Process { get; set; }

        internal ExceptionDispatchInfo? Error { get; set; }
    }
}
