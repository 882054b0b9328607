using System.Runtime.CompilerServices;
using Multiprocessing.Processes;

namespace Multiprocessing;

/// <summary>Start with no arguments. Written by tools/StartOverloads.cs.</summary>
public partial class ChildProcess
{
    /// <summary>Starts a child process that runs a method.</summary>
    /// <param name="entry">A static method or a lambda that captures nothing.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The child: await it for its end. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">This program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    public static ChildProcess Start([ChildEntryPoint] Action entry, ChildOptions? options = null) =>
        Begin(EntryCall.Of(entry), options);

    /// <summary>Starts a child process that runs an asynchronous method.</summary>
    /// <param name="entry">A static method or a lambda that captures nothing.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The child: await it for its end. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">This program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    public static ChildProcess Start([ChildEntryPoint] Func<Task> entry, ChildOptions? options = null) =>
        Begin(EntryCall.Of(entry), options);

    /// <summary>Starts a child process that runs a method with a result.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The child: await it for the result. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">This program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    public static ChildProcess<TResult> Start<TResult>([ChildEntryPoint] Func<TResult> entry, ChildOptions? options = null) =>
        Begin<TResult>(EntryCall.Of(entry), options);

    /// <summary>Starts a child process that runs an asynchronous method with a result.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The child: await it for the result. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">This program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    public static ChildProcess<TResult> Start<TResult>([ChildEntryPoint] Func<Task<TResult>> entry, ChildOptions? options = null) =>
        Begin<TResult>(EntryCall.Of(entry), options);

    /// <summary>Starts a child process that runs a method that can be stopped.</summary>
    /// <param name="entry">A static method or a lambda that captures nothing; its last parameter is a token that <see cref="ChildProcess.Terminate"/> cancels.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The child: await it for its end. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">This program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    [OverloadResolutionPriority(1)]
    public static ChildProcess Start([ChildEntryPoint] Action<CancellationToken> entry, ChildOptions? options = null) =>
        Begin(EntryCall.OfStoppable(entry), options);

    /// <summary>Starts a child process that runs an asynchronous method that can be stopped.</summary>
    /// <param name="entry">A static method or a lambda that captures nothing; its last parameter is a token that <see cref="ChildProcess.Terminate"/> cancels.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The child: await it for its end. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">This program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    [OverloadResolutionPriority(1)]
    public static ChildProcess Start([ChildEntryPoint] Func<CancellationToken, Task> entry, ChildOptions? options = null) =>
        Begin(EntryCall.OfStoppable(entry), options);

    /// <summary>Starts a child process that runs a method with a result that can be stopped.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing; its last parameter is a token that <see cref="ChildProcess.Terminate"/> cancels.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The child: await it for the result. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">This program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    [OverloadResolutionPriority(1)]
    public static ChildProcess<TResult> Start<TResult>([ChildEntryPoint] Func<CancellationToken, TResult> entry, ChildOptions? options = null) =>
        Begin<TResult>(EntryCall.OfStoppable(entry), options);

    /// <summary>Starts a child process that runs an asynchronous method with a result that can be stopped.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing; its last parameter is a token that <see cref="ChildProcess.Terminate"/> cancels.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The child: await it for the result. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">This program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    [OverloadResolutionPriority(1)]
    public static ChildProcess<TResult> Start<TResult>([ChildEntryPoint] Func<CancellationToken, Task<TResult>> entry, ChildOptions? options = null) =>
        Begin<TResult>(EntryCall.OfStoppable(entry), options);
}
