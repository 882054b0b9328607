using System.Runtime.CompilerServices;
using Multiprocessing.Processes;

namespace Multiprocessing;

/// <summary>StartMany with no arguments. Written by tools/StartOverloads.cs.</summary>
public partial class ChildProcess
{
    /// <summary>Starts several child processes that each run a method.</summary>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="entry">A static method or a lambda that captures nothing.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The children. Disposing the group ends them.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">This program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    public static ChildGroup StartMany(int count, [ChildEntryPoint] Action entry, ChildOptions? options = null) =>
        BeginMany(count, EntryCall.Of(entry), options);

    /// <summary>Starts several child processes that each run an asynchronous method.</summary>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="entry">A static method or a lambda that captures nothing.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The children. Disposing the group ends them.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">This program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    public static ChildGroup StartMany(int count, [ChildEntryPoint] Func<Task> entry, ChildOptions? options = null) =>
        BeginMany(count, EntryCall.Of(entry), options);

    /// <summary>Starts several child processes that each run a method that can be stopped.</summary>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="entry">A static method or a lambda that captures nothing; its last parameter is a token that <see cref="ChildProcess.Terminate"/> cancels.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The children. Disposing the group ends them.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">This program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    [OverloadResolutionPriority(1)]
    public static ChildGroup StartMany(int count, [ChildEntryPoint] Action<CancellationToken> entry, ChildOptions? options = null) =>
        BeginMany(count, EntryCall.OfStoppable(entry), options);

    /// <summary>Starts several child processes that each run an asynchronous method that can be stopped.</summary>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="entry">A static method or a lambda that captures nothing; its last parameter is a token that <see cref="ChildProcess.Terminate"/> cancels.</param>
    /// <param name="options">How the process is started and lives; null for the defaults.</param>
    /// <returns>The children. Disposing the group ends them.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">This program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    [OverloadResolutionPriority(1)]
    public static ChildGroup StartMany(int count, [ChildEntryPoint] Func<CancellationToken, Task> entry, ChildOptions? options = null) =>
        BeginMany(count, EntryCall.OfStoppable(entry), options);
}
