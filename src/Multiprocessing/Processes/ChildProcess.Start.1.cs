using System.Runtime.CompilerServices;
using Multiprocessing.Processes;

namespace Multiprocessing;

/// <summary>Start with one argument. Written by tools/StartOverloads.cs.</summary>
public partial class ChildProcess
{
    /// <summary>Starts a child process that runs a method.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing.</param>
    /// <param name="argument1">Argument 1 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The child: await it for its end. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">An argument's type cannot travel; or this program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    public static ChildProcess Start<T1>([ChildEntryPoint] Action<T1> entry, T1 argument1, ChildOptions? options = null) =>
        Begin(EntryCall.Of(entry).With(argument1), options);

    /// <summary>Starts a child process that runs an asynchronous method.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing.</param>
    /// <param name="argument1">Argument 1 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The child: await it for its end. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">An argument's type cannot travel; or this program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    public static ChildProcess Start<T1>([ChildEntryPoint] Func<T1, Task> entry, T1 argument1, ChildOptions? options = null) =>
        Begin(EntryCall.Of(entry).With(argument1), options);

    /// <summary>Starts a child process that runs a method with a result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing.</param>
    /// <param name="argument1">Argument 1 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The child: await it for the result. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">An argument's type cannot travel; or this program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    public static ChildProcess<TResult> Start<T1, TResult>([ChildEntryPoint] Func<T1, TResult> entry, T1 argument1, ChildOptions? options = null) =>
        Begin<TResult>(EntryCall.Of(entry).With(argument1), options);

    /// <summary>Starts a child process that runs an asynchronous method with a result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing.</param>
    /// <param name="argument1">Argument 1 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The child: await it for the result. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">An argument's type cannot travel; or this program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    public static ChildProcess<TResult> Start<T1, TResult>([ChildEntryPoint] Func<T1, Task<TResult>> entry, T1 argument1, ChildOptions? options = null) =>
        Begin<TResult>(EntryCall.Of(entry).With(argument1), options);

    /// <summary>Starts a child process that runs a method that can be stopped.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing; its last parameter is a token that <see cref="ChildProcess.Terminate"/> cancels.</param>
    /// <param name="argument1">Argument 1 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The child: await it for its end. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">An argument's type cannot travel; or this program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    [OverloadResolutionPriority(1)]
    public static ChildProcess Start<T1>([ChildEntryPoint] Action<T1, CancellationToken> entry, T1 argument1, ChildOptions? options = null) =>
        Begin(EntryCall.OfStoppable(entry).With(argument1), options);

    /// <summary>Starts a child process that runs an asynchronous method that can be stopped.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing; its last parameter is a token that <see cref="ChildProcess.Terminate"/> cancels.</param>
    /// <param name="argument1">Argument 1 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The child: await it for its end. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">An argument's type cannot travel; or this program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    [OverloadResolutionPriority(1)]
    public static ChildProcess Start<T1>([ChildEntryPoint] Func<T1, CancellationToken, Task> entry, T1 argument1, ChildOptions? options = null) =>
        Begin(EntryCall.OfStoppable(entry).With(argument1), options);

    /// <summary>Starts a child process that runs a method with a result that can be stopped.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing; its last parameter is a token that <see cref="ChildProcess.Terminate"/> cancels.</param>
    /// <param name="argument1">Argument 1 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The child: await it for the result. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">An argument's type cannot travel; or this program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    [OverloadResolutionPriority(1)]
    public static ChildProcess<TResult> Start<T1, TResult>([ChildEntryPoint] Func<T1, CancellationToken, TResult> entry, T1 argument1, ChildOptions? options = null) =>
        Begin<TResult>(EntryCall.OfStoppable(entry).With(argument1), options);

    /// <summary>Starts a child process that runs an asynchronous method with a result that can be stopped.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing; its last parameter is a token that <see cref="ChildProcess.Terminate"/> cancels.</param>
    /// <param name="argument1">Argument 1 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The child: await it for the result. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">An argument's type cannot travel; or this program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    [OverloadResolutionPriority(1)]
    public static ChildProcess<TResult> Start<T1, TResult>([ChildEntryPoint] Func<T1, CancellationToken, Task<TResult>> entry, T1 argument1, ChildOptions? options = null) =>
        Begin<TResult>(EntryCall.OfStoppable(entry).With(argument1), options);
}
