using System.Runtime.CompilerServices;
using Multiprocessing.Processes;

namespace Multiprocessing;

/// <summary>Start with no arguments. Written by tools/StartOverloads.cs.</summary>
public sealed partial class WarmHosts
{
    /// <summary>Runs, in a process that was started beforehand, a method.</summary>
    /// <param name="entry">A static method or a lambda that captures nothing.</param>
    /// <returns>The child: await it for its end. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">This program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    public ChildProcess Start([ChildEntryPoint] Action entry) =>
        Begin(EntryCall.Of(entry));

    /// <summary>Runs, in a process that was started beforehand, an asynchronous method.</summary>
    /// <param name="entry">A static method or a lambda that captures nothing.</param>
    /// <returns>The child: await it for its end. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">This program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    public ChildProcess Start([ChildEntryPoint] Func<Task> entry) =>
        Begin(EntryCall.Of(entry));

    /// <summary>Runs, in a process that was started beforehand, a method with a result.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing.</param>
    /// <returns>The child: await it for the result. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">This program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    public ChildProcess<TResult> Start<TResult>([ChildEntryPoint] Func<TResult> entry) =>
        Begin<TResult>(EntryCall.Of(entry));

    /// <summary>Runs, in a process that was started beforehand, an asynchronous method with a result.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing.</param>
    /// <returns>The child: await it for the result. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">This program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    public ChildProcess<TResult> Start<TResult>([ChildEntryPoint] Func<Task<TResult>> entry) =>
        Begin<TResult>(EntryCall.Of(entry));

    /// <summary>Runs, in a process that was started beforehand, a method that can be stopped.</summary>
    /// <param name="entry">A static method or a lambda that captures nothing; its last parameter is a token that <see cref="ChildProcess.Terminate"/> cancels.</param>
    /// <returns>The child: await it for its end. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">This program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    [OverloadResolutionPriority(1)]
    public ChildProcess Start([ChildEntryPoint] Action<CancellationToken> entry) =>
        Begin(EntryCall.OfStoppable(entry));

    /// <summary>Runs, in a process that was started beforehand, an asynchronous method that can be stopped.</summary>
    /// <param name="entry">A static method or a lambda that captures nothing; its last parameter is a token that <see cref="ChildProcess.Terminate"/> cancels.</param>
    /// <returns>The child: await it for its end. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">This program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    [OverloadResolutionPriority(1)]
    public ChildProcess Start([ChildEntryPoint] Func<CancellationToken, Task> entry) =>
        Begin(EntryCall.OfStoppable(entry));

    /// <summary>Runs, in a process that was started beforehand, a method with a result that can be stopped.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing; its last parameter is a token that <see cref="ChildProcess.Terminate"/> cancels.</param>
    /// <returns>The child: await it for the result. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">This program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    [OverloadResolutionPriority(1)]
    public ChildProcess<TResult> Start<TResult>([ChildEntryPoint] Func<CancellationToken, TResult> entry) =>
        Begin<TResult>(EntryCall.OfStoppable(entry));

    /// <summary>Runs, in a process that was started beforehand, an asynchronous method with a result that can be stopped.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing; its last parameter is a token that <see cref="ChildProcess.Terminate"/> cancels.</param>
    /// <returns>The child: await it for the result. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">This program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    [OverloadResolutionPriority(1)]
    public ChildProcess<TResult> Start<TResult>([ChildEntryPoint] Func<CancellationToken, Task<TResult>> entry) =>
        Begin<TResult>(EntryCall.OfStoppable(entry));
}
