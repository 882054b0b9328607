using Multiprocessing.Managers;
using Multiprocessing.Managers.Handover;

namespace Multiprocessing;

/// <summary>Servers in processes that managers start and end.</summary>
public sealed partial class Manager
{
    /// <summary>Starts a process that hosts objects, and connects to it. The process ends when the manager is disposed, or this process ends.</summary>
    /// <param name="configure">Registers the objects; runs in the new process, so it captures nothing.</param>
    /// <param name="options">How the process is started; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The manager. Disposing it ends the process.</returns>
    /// <exception cref="ArgumentException"><paramref name="configure"/> captures variables or is no static method.</exception>
    /// <exception cref="ChildProcessException">The process could not be started, or <paramref name="configure"/> threw.</exception>
    public static async Task<Manager> StartAsync([ChildEntryPoint] Action<ManagerRegistration> configure, ChildOptions? options = null, CancellationToken cancellationToken = default)
    {
        ManagerProcess process = await ManagerProcess.StartAsync(configure, options, cancellationToken).ConfigureAwait(false);
        return await ConnectAsync(process, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts a process that hosts objects, which are made from an argument, and connects to it.</summary>
    /// <typeparam name="T">The argument's type.</typeparam>
    /// <param name="configure">Registers the objects; runs in the new process, so it captures nothing.</param>
    /// <param name="argument">Its second argument: any value that can be a message, or a shared object.</param>
    /// <param name="options">How the process is started; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The manager. Disposing it ends the process.</returns>
    /// <exception cref="ArgumentException"><paramref name="configure"/> captures variables or is no static method.</exception>
    /// <exception cref="ChildProcessException">The process could not be started, or <paramref name="configure"/> threw.</exception>
    public static async Task<Manager> StartAsync<T>([ChildEntryPoint] Action<ManagerRegistration, T> configure, T argument, ChildOptions? options = null, CancellationToken cancellationToken = default)
    {
        ManagerProcess process = await ManagerProcess.StartAsync(configure, argument, options, cancellationToken).ConfigureAwait(false);
        return await ConnectAsync(process, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts a process that hosts objects, which are made from two arguments, and connects to it.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <param name="configure">Registers the objects; runs in the new process, so it captures nothing.</param>
    /// <param name="argument1">Argument 1 after the registration: any value that can be a message, or a shared object.</param>
    /// <param name="argument2">Argument 2 after the registration: any value that can be a message, or a shared object.</param>
    /// <param name="options">How the process is started; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The manager. Disposing it ends the process.</returns>
    /// <exception cref="ArgumentException"><paramref name="configure"/> captures variables or is no static method.</exception>
    /// <exception cref="ChildProcessException">The process could not be started, or <paramref name="configure"/> threw.</exception>
    public static async Task<Manager> StartAsync<T1, T2>([ChildEntryPoint] Action<ManagerRegistration, T1, T2> configure, T1 argument1, T2 argument2, ChildOptions? options = null, CancellationToken cancellationToken = default)
    {
        ManagerProcess process = await ManagerProcess.StartAsync(configure, argument1, argument2, options, cancellationToken).ConfigureAwait(false);
        return await ConnectAsync(process, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts a process that hosts objects, which are made from three arguments, and connects to it.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <param name="configure">Registers the objects; runs in the new process, so it captures nothing.</param>
    /// <param name="argument1">Argument 1 after the registration: any value that can be a message, or a shared object.</param>
    /// <param name="argument2">Argument 2 after the registration: any value that can be a message, or a shared object.</param>
    /// <param name="argument3">Argument 3 after the registration: any value that can be a message, or a shared object.</param>
    /// <param name="options">How the process is started; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The manager. Disposing it ends the process.</returns>
    /// <exception cref="ArgumentException"><paramref name="configure"/> captures variables or is no static method.</exception>
    /// <exception cref="ChildProcessException">The process could not be started, or <paramref name="configure"/> threw.</exception>
    public static async Task<Manager> StartAsync<T1, T2, T3>([ChildEntryPoint] Action<ManagerRegistration, T1, T2, T3> configure, T1 argument1, T2 argument2, T3 argument3, ChildOptions? options = null, CancellationToken cancellationToken = default)
    {
        ManagerProcess process = await ManagerProcess.StartAsync(configure, argument1, argument2, argument3, options, cancellationToken).ConfigureAwait(false);
        return await ConnectAsync(process, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts a process that hosts objects, which are made from four arguments, and connects to it.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <param name="configure">Registers the objects; runs in the new process, so it captures nothing.</param>
    /// <param name="argument1">Argument 1 after the registration: any value that can be a message, or a shared object.</param>
    /// <param name="argument2">Argument 2 after the registration: any value that can be a message, or a shared object.</param>
    /// <param name="argument3">Argument 3 after the registration: any value that can be a message, or a shared object.</param>
    /// <param name="argument4">Argument 4 after the registration: any value that can be a message, or a shared object.</param>
    /// <param name="options">How the process is started; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The manager. Disposing it ends the process.</returns>
    /// <exception cref="ArgumentException"><paramref name="configure"/> captures variables or is no static method.</exception>
    /// <exception cref="ChildProcessException">The process could not be started, or <paramref name="configure"/> threw.</exception>
    public static async Task<Manager> StartAsync<T1, T2, T3, T4>([ChildEntryPoint] Action<ManagerRegistration, T1, T2, T3, T4> configure, T1 argument1, T2 argument2, T3 argument3, T4 argument4, ChildOptions? options = null, CancellationToken cancellationToken = default)
    {
        ManagerProcess process = await ManagerProcess.StartAsync(configure, argument1, argument2, argument3, argument4, options, cancellationToken).ConfigureAwait(false);
        return await ConnectAsync(process, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Manager> ConnectAsync(ManagerProcess process, CancellationToken cancellationToken)
    {
        try
        {
            Peer peer = await Connector.ConnectAsync(ManagerAddress.Parse(process.Address), process.Authkey, new ManagerOptions(), NoObjects(null), cancellationToken).ConfigureAwait(false);
            peer.Start();
            ServerDirectory.Add(peer, process.Authkey);
            return new Manager(peer, null, process);
        }
        catch
        {
            await process.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
