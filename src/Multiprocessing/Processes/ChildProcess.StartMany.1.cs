using System.Runtime.CompilerServices;
using Multiprocessing.Processes;

namespace Multiprocessing;

/// <summary>StartMany with one argument. Written by tools/StartOverloads.cs.</summary>
public partial class ChildProcess
{
    /// <summary>Starts several child processes that each run a method.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="entry">A static method or a lambda that captures nothing.</param>
    /// <param name="argument1">Argument 1 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The children. Disposing the group ends them.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">An argument's type cannot travel; or this program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    public static ChildGroup StartMany<T1>(int count, [ChildEntryPoint] Action<T1> entry, T1 argument1, ChildOptions? options = null) =>
        BeginMany(count, EntryCall.Of(entry).With(argument1), options);

    /// <summary>Starts several child processes that each run an asynchronous method.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="entry">A static method or a lambda that captures nothing.</param>
    /// <param name="argument1">Argument 1 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The children. Disposing the group ends them.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">An argument's type cannot travel; or this program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    public static ChildGroup StartMany<T1>(int count, [ChildEntryPoint] Func<T1, Task> entry, T1 argument1, ChildOptions? options = null) =>
        BeginMany(count, EntryCall.Of(entry).With(argument1), options);

    /// <summary>Starts several child processes that each run a method that can be stopped.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="entry">A static method or a lambda that captures nothing; its last parameter is a token that <see cref="ChildProcess.Terminate"/> cancels.</param>
    /// <param name="argument1">Argument 1 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The children. Disposing the group ends them.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">An argument's type cannot travel; or this program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    [OverloadResolutionPriority(1)]
    public static ChildGroup StartMany<T1>(int count, [ChildEntryPoint] Action<T1, CancellationToken> entry, T1 argument1, ChildOptions? options = null) =>
        BeginMany(count, EntryCall.OfStoppable(entry).With(argument1), options);

    /// <summary>Starts several child processes that each run an asynchronous method that can be stopped.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="entry">A static method or a lambda that captures nothing; its last parameter is a token that <see cref="ChildProcess.Terminate"/> cancels.</param>
    /// <param name="argument1">Argument 1 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The children. Disposing the group ends them.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">An argument's type cannot travel; or this program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    [OverloadResolutionPriority(1)]
    public static ChildGroup StartMany<T1>(int count, [ChildEntryPoint] Func<T1, CancellationToken, Task> entry, T1 argument1, ChildOptions? options = null) =>
        BeginMany(count, EntryCall.OfStoppable(entry).With(argument1), options);
}
