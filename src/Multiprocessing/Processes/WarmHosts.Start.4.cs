using System.Runtime.CompilerServices;
using Multiprocessing.Processes;

namespace Multiprocessing;

/// <summary>Start with four arguments. Written by tools/StartOverloads.cs.</summary>
public sealed partial class WarmHosts
{
    /// <summary>Runs, in a process that was started beforehand, a method.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing.</param>
    /// <param name="argument1">Argument 1 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument2">Argument 2 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument3">Argument 3 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument4">Argument 4 of the entry point: any value that can be a message, or a shared object.</param>
    /// <returns>The child: await it for its end. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">An argument's type cannot travel; or this program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    public ChildProcess Start<T1, T2, T3, T4>([ChildEntryPoint] Action<T1, T2, T3, T4> entry, T1 argument1, T2 argument2, T3 argument3, T4 argument4) =>
        Begin(EntryCall.Of(entry).With(argument1).With(argument2).With(argument3).With(argument4));

    /// <summary>Runs, in a process that was started beforehand, an asynchronous method.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing.</param>
    /// <param name="argument1">Argument 1 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument2">Argument 2 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument3">Argument 3 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument4">Argument 4 of the entry point: any value that can be a message, or a shared object.</param>
    /// <returns>The child: await it for its end. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">An argument's type cannot travel; or this program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    public ChildProcess Start<T1, T2, T3, T4>([ChildEntryPoint] Func<T1, T2, T3, T4, Task> entry, T1 argument1, T2 argument2, T3 argument3, T4 argument4) =>
        Begin(EntryCall.Of(entry).With(argument1).With(argument2).With(argument3).With(argument4));

    /// <summary>Runs, in a process that was started beforehand, a method with a result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing.</param>
    /// <param name="argument1">Argument 1 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument2">Argument 2 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument3">Argument 3 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument4">Argument 4 of the entry point: any value that can be a message, or a shared object.</param>
    /// <returns>The child: await it for the result. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">An argument's type cannot travel; or this program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    public ChildProcess<TResult> Start<T1, T2, T3, T4, TResult>([ChildEntryPoint] Func<T1, T2, T3, T4, TResult> entry, T1 argument1, T2 argument2, T3 argument3, T4 argument4) =>
        Begin<TResult>(EntryCall.Of(entry).With(argument1).With(argument2).With(argument3).With(argument4));

    /// <summary>Runs, in a process that was started beforehand, an asynchronous method with a result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing.</param>
    /// <param name="argument1">Argument 1 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument2">Argument 2 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument3">Argument 3 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument4">Argument 4 of the entry point: any value that can be a message, or a shared object.</param>
    /// <returns>The child: await it for the result. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">An argument's type cannot travel; or this program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    public ChildProcess<TResult> Start<T1, T2, T3, T4, TResult>([ChildEntryPoint] Func<T1, T2, T3, T4, Task<TResult>> entry, T1 argument1, T2 argument2, T3 argument3, T4 argument4) =>
        Begin<TResult>(EntryCall.Of(entry).With(argument1).With(argument2).With(argument3).With(argument4));

    /// <summary>Runs, in a process that was started beforehand, a method that can be stopped.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing; its last parameter is a token that <see cref="ChildProcess.Terminate"/> cancels.</param>
    /// <param name="argument1">Argument 1 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument2">Argument 2 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument3">Argument 3 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument4">Argument 4 of the entry point: any value that can be a message, or a shared object.</param>
    /// <returns>The child: await it for its end. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">An argument's type cannot travel; or this program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    [OverloadResolutionPriority(1)]
    public ChildProcess Start<T1, T2, T3, T4>([ChildEntryPoint] Action<T1, T2, T3, T4, CancellationToken> entry, T1 argument1, T2 argument2, T3 argument3, T4 argument4) =>
        Begin(EntryCall.OfStoppable(entry).With(argument1).With(argument2).With(argument3).With(argument4));

    /// <summary>Runs, in a process that was started beforehand, an asynchronous method that can be stopped.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing; its last parameter is a token that <see cref="ChildProcess.Terminate"/> cancels.</param>
    /// <param name="argument1">Argument 1 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument2">Argument 2 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument3">Argument 3 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument4">Argument 4 of the entry point: any value that can be a message, or a shared object.</param>
    /// <returns>The child: await it for its end. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">An argument's type cannot travel; or this program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    [OverloadResolutionPriority(1)]
    public ChildProcess Start<T1, T2, T3, T4>([ChildEntryPoint] Func<T1, T2, T3, T4, CancellationToken, Task> entry, T1 argument1, T2 argument2, T3 argument3, T4 argument4) =>
        Begin(EntryCall.OfStoppable(entry).With(argument1).With(argument2).With(argument3).With(argument4));

    /// <summary>Runs, in a process that was started beforehand, a method with a result that can be stopped.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing; its last parameter is a token that <see cref="ChildProcess.Terminate"/> cancels.</param>
    /// <param name="argument1">Argument 1 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument2">Argument 2 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument3">Argument 3 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument4">Argument 4 of the entry point: any value that can be a message, or a shared object.</param>
    /// <returns>The child: await it for the result. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">An argument's type cannot travel; or this program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    [OverloadResolutionPriority(1)]
    public ChildProcess<TResult> Start<T1, T2, T3, T4, TResult>([ChildEntryPoint] Func<T1, T2, T3, T4, CancellationToken, TResult> entry, T1 argument1, T2 argument2, T3 argument3, T4 argument4) =>
        Begin<TResult>(EntryCall.OfStoppable(entry).With(argument1).With(argument2).With(argument3).With(argument4));

    /// <summary>Runs, in a process that was started beforehand, an asynchronous method with a result that can be stopped.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="entry">A static method or a lambda that captures nothing; its last parameter is a token that <see cref="ChildProcess.Terminate"/> cancels.</param>
    /// <param name="argument1">Argument 1 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument2">Argument 2 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument3">Argument 3 of the entry point: any value that can be a message, or a shared object.</param>
    /// <param name="argument4">Argument 4 of the entry point: any value that can be a message, or a shared object.</param>
    /// <returns>The child: await it for the result. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The entry point captures variables or is no static method; an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">An argument's type cannot travel; or this program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    [OverloadResolutionPriority(1)]
    public ChildProcess<TResult> Start<T1, T2, T3, T4, TResult>([ChildEntryPoint] Func<T1, T2, T3, T4, CancellationToken, Task<TResult>> entry, T1 argument1, T2 argument2, T3 argument3, T4 argument4) =>
        Begin<TResult>(EntryCall.OfStoppable(entry).With(argument1).With(argument2).With(argument3).With(argument4));
}
