using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Multiprocessing.Connections;
using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.ProcessStart;
using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Processes;

/// <summary>
/// The child's side: from <see cref="ChildMain"/> or a startup hook, which run on the main thread, to the exit. In a process that is nobody's child it does nothing.
/// </summary>
internal static class ChildEntry
{
    /// <summary>How many children may start one another in a line, before it counts as one that has no end.</summary>
    internal const int DepthMax = 16;

    /// <summary>The exit code after the entry point threw, as CPython's.</summary>
    internal const int ThrewCode = 1;

    /// <summary>The exit code of a child whose parent ended before the child could begin: as if SIGKILL had ended it.</summary>
    internal const int OrphanCode = 128 + 9;

    /// <summary>The exit code after the entry point gave way to its token: as if SIGTERM had ended it.</summary>
    internal const int CancelledCode = 128 + 15;

    /// <summary>How many children started one another down to this process; 0 in a program that a user started.</summary>
    internal static int Depth { get; private set; }

    /// <summary>Runs the entry point that the parent sends, and ends the process; returns only when this process is nobody's child.</summary>
    internal static void RunIfChild()
    {
        if (ChildVariable.Parse(Environment.GetEnvironmentVariable(ChildVariable.Name)) is not { } variable || variable.Role() == ChildRole.Stranger) return;
        Environment.SetEnvironmentVariable(ChildVariable.Name, null);
        ProgramCommand.RemoveOurHook();
        RunIfChild(variable);
    }

    /// <summary>Runs the entry point that the parent sends, and ends the process; returns only when this process is nobody's child.</summary>
    internal static void RunIfChild(ChildVariable variable)
    {
        ChildRole role = variable.Role();
        if (role == ChildRole.Stranger) return;
        // Nobody is left to say what to run, and Main is not for children.
        if (role == ChildRole.Orphan) Environment.Exit(OrphanCode);
        Depth = variable.Depth;
        using var channel = new BlockingChannel(LocalSocket.Adopt(variable.Descriptor));
        Environment.Exit(Run(channel, variable.ParentId));
    }

    /// <summary>Throws in a process that should have been entered and was not, where another start would be the first of an endless line.</summary>
    internal static void ThrowIfMainOfChild()
    {
        if (ChildVariable.Parse(Environment.GetEnvironmentVariable(ChildVariable.Name)) is { } variable && variable.Role() != ChildRole.Stranger)
            throw Errors.ChildRanMain(variable.ParentId);
        if (Depth >= DepthMax) throw Errors.ChildrenTooDeep(Depth);
    }

    private static int Run(BlockingChannel channel, int parentId)
    {
        channel.Send((uint)ChildFrame.Hello, ChildHello.Ours());
        if (channel.Receive() is not { Kind: (uint)ChildFrame.Setup } first) return OrphanCode;
        ChildSetup setup = ChildSetup.Read(first.Payload);
        if (setup.DiesWithParent && !Lineage.DieWithParent(parentId) && Lineage.ParentId != parentId) return OrphanCode;
        try
        {
            if (setup.WorkingDirectory is not null) Environment.CurrentDirectory = setup.WorkingDirectory;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Report(channel, error);
        }

        if (setup.IsWarmHost)
        {
            WarmUp.Run();
            channel.Send((uint)ChildFrame.Ready, []);
        }

        if (channel.Receive() is not { Kind: (uint)ChildFrame.Run } run || ReceivedCall.Receive(run, channel) is not { } call) return OrphanCode;
        Lineage.SetName(call.Name);
        WatchParent(channel, setup.DiesWithParent);
        return Invoke(channel, call);
    }

    /// <summary>
    /// The end of the stream is the end of the parent. The kernel's parent-death signal says the same, but not every sandbox allows it; a thread that
    /// waits here costs nothing.
    /// </summary>
    private static void WatchParent(BlockingChannel channel, bool diesWithParent)
    {
        if (!diesWithParent) return;
        var thread = new Thread(() =>
        {
            while (channel.Receive() is not null)
            {
            }

            CurrentProcess.Kill();
        })
        { IsBackground = true, Name = "Multiprocessing lifeline" };
        thread.UnsafeStart();
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever the entry point throws belongs to the parent, who gets it.")]
    private static int Invoke(BlockingChannel channel, ReceivedCall call)
    {
        using Termination? stop = call.TakesToken ? new Termination() : null;
        try
        {
            var method = call.Prepare(stop?.Token ?? CancellationToken.None);
            channel.Send((uint)ChildFrame.Started, []);
            Answer(channel, call, method());
            return 0;
        }
        catch (OperationCanceledException) when (stop is { IsRequested: true })
        {
            channel.Send((uint)ChildFrame.Cancelled, []);
            return CancelledCode;
        }
        catch (Exception error)
        {
            return Report(channel, error);
        }
    }

    // A method of its own: what it needs is loaded when the user's code has run, not before.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Answer(BlockingChannel channel, ReceivedCall call, object? result)
    {
        if (result is Task task) task.GetAwaiter().GetResult();
        var buffer = new ArrayBufferWriter<byte>();
        if (call.HasResult) call.WriteResult(buffer, result);
        channel.Send((uint)ChildFrame.Result, buffer.WrittenSpan);
    }

    private static int Report(BlockingChannel channel, Exception error)
    {
        channel.Send((uint)ChildFrame.Threw, ChildFailure.Of(error).ToBytes());
        return ThrewCode;
    }
}
