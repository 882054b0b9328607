using System.Reflection;
using Multiprocessing.Connections;
using Multiprocessing.Processes;

namespace Multiprocessing.Managers;

/// <summary>A server in a child process. Its socket lies in a directory that only this user may enter; its authkey goes to the child over the channel of its start.</summary>
internal sealed class ManagerProcess : IAsyncDisposable
{
    private const int KeySize = 32;

    private readonly string _directory;

    private ManagerProcess(ChildProcess child, string directory, Authkey authkey)
    {
        Child = child;
        _directory = directory;
        Authkey = authkey;
    }

    internal ChildProcess Child { get; }

    internal Authkey Authkey { get; }

    internal string Address => AddressIn(_directory);

    internal static Task<ManagerProcess> StartAsync(Action<ManagerRegistration> configure, ChildOptions? options, CancellationToken token) => StartAsync(
        configure,
        (setup, directory, ready) => ChildProcess.Start(static (setup, directory, ready, stop) => ServeAsync(setup, directory, ready, [], stop), setup, directory, ready, options),
        token);

    internal static Task<ManagerProcess> StartAsync<T>(Action<ManagerRegistration, T> configure, T argument, ChildOptions? options, CancellationToken token) => StartAsync(
        configure,
        (setup, directory, ready) => ChildProcess.Start(static (setup, directory, ready, argument, stop) => ServeAsync(setup, directory, ready, [argument], stop), setup, directory, ready, argument, options),
        token);

    internal static Task<ManagerProcess> StartAsync<T1, T2>(Action<ManagerRegistration, T1, T2> configure, T1 argument1, T2 argument2, ChildOptions? options, CancellationToken token)
    {
        Func<byte[], string, InterprocessManualResetEvent, T1, T2, CancellationToken, Task> serve = static (setup, directory, ready, argument1, argument2, stop) => ServeAsync(setup, directory, ready, [argument1, argument2], stop);
        return StartAsync(configure, (setup, directory, ready) => ChildProcess.Begin(EntryCall.OfStoppable(serve).With(setup).With(directory).With(ready).With(argument1).With(argument2), options), token);
    }

    internal static Task<ManagerProcess> StartAsync<T1, T2, T3>(Action<ManagerRegistration, T1, T2, T3> configure, T1 argument1, T2 argument2, T3 argument3, ChildOptions? options, CancellationToken token)
    {
        Func<byte[], string, InterprocessManualResetEvent, T1, T2, T3, CancellationToken, Task> serve = static (setup, directory, ready, argument1, argument2, argument3, stop) => ServeAsync(setup, directory, ready, [argument1, argument2, argument3], stop);
        return StartAsync(configure, (setup, directory, ready) => ChildProcess.Begin(EntryCall.OfStoppable(serve).With(setup).With(directory).With(ready).With(argument1).With(argument2).With(argument3), options), token);
    }

    internal static Task<ManagerProcess> StartAsync<T1, T2, T3, T4>(Action<ManagerRegistration, T1, T2, T3, T4> configure, T1 argument1, T2 argument2, T3 argument3, T4 argument4, ChildOptions? options, CancellationToken token)
    {
        Func<byte[], string, InterprocessManualResetEvent, T1, T2, T3, T4, CancellationToken, Task> serve = static (setup, directory, ready, argument1, argument2, argument3, argument4, stop) => ServeAsync(setup, directory, ready, [argument1, argument2, argument3, argument4], stop);
        return StartAsync(configure, (setup, directory, ready) => ChildProcess.Begin(EntryCall.OfStoppable(serve).With(setup).With(directory).With(ready).With(argument1).With(argument2).With(argument3).With(argument4), options), token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Child.DisposeAsync().ConfigureAwait(false);
        if (Directory.Exists(_directory)) Directory.Delete(_directory, recursive: true);
    }

    private static string AddressIn(string directory) => "unix:" + Path.Combine(directory, "manager.sock");

    private static async Task<ManagerProcess> StartAsync(Delegate configure, Func<byte[], string, InterprocessManualResetEvent, ChildProcess> start, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var entry = EntryPoint.Of(configure);
        var authkey = Authkey.Generate();
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(authkey.Bytes);
        entry.Write(writer);
        string directory = Directory.CreateTempSubdirectory("mp-manager-").FullName;
        using var ready = InterprocessManualResetEvent.Create();
        var process = new ManagerProcess(start(stream.ToArray(), directory, ready), directory, authkey);
        try
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(token);
            Task waiting = ready.WaitAsync(ended.Token).AsTask();
            Task first = await Task.WhenAny(waiting, EndOf(process.Child)).ConfigureAwait(false);
            await ended.CancelAsync().ConfigureAwait(false);
            await first.ConfigureAwait(false);
            return process;
        }
        catch
        {
            await process.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task EndOf(ChildProcess child) => await child;

    /// <summary>The child's side: registers, listens, says so, and lives until it is told to end.</summary>
    private static async Task ServeAsync(byte[] setup, string directory, InterprocessManualResetEvent ready, object?[] arguments, CancellationToken stop)
    {
        var authkey = Authkey.FromBytes(setup.AsSpan(0, KeySize));
        MethodInfo method = EntryPoint.Read(new PayloadReader(setup[KeySize..])).Resolve();
        object? target = EntryPoint.TargetOf(method);
        await using ManagerServer server = await ManagerServer.StartAsync(
            AddressIn(directory),
            registration =>
            {
                // Nobody but the parent has the authkey.
                registration.AddSharedObjects();
                method.Invoke(target, BindingFlags.DoNotWrapExceptions, binder: null, [registration, .. arguments], culture: null);
            },
            new ManagerServerOptions { Authkey = authkey },
            stop).ConfigureAwait(false);
        ready.Set();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registered = stop.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), ended);
        await ended.Task.ConfigureAwait(false);
    }
}
