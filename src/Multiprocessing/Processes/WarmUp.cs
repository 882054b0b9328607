using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Multiprocessing.Connections;
using Multiprocessing.Platform.Transport;
using Multiprocessing.Serialization;

namespace Multiprocessing.Processes;

/// <summary>
/// What a warm host does beforehand: it loads the program's assembly and those it refers to, and walks once the way that a call will go, since the
/// just-in-time compiler's first visit is most of what a call in a new process costs.
/// </summary>
internal static class WarmUp
{
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "What trimming removed from the program is not there to be loaded, and not missed.")]
    internal static void Run()
    {
        // What was compiled ahead of time needs no rehearsal.
        if (!RuntimeFeature.IsDynamicCodeSupported) return;
        if (Assembly.GetEntryAssembly() is { } program)
        {
            RuntimeHelpers.RunModuleConstructor(program.ManifestModule.ModuleHandle);
            foreach (AssemblyName reference in program.GetReferencedAssemblies()) TryLoad(reference);
        }

        Rehearse();
    }

    /// <summary>
    /// The same steps as for a real call: written, sent, received, found, called, answered. Once for plain values and once for what a serializer takes apart; the general serializer is left
    /// cold where generated code takes its place, since it costs more to warm than all the rest.
    /// </summary>
    private static void Rehearse()
    {
        if (GeneratedCodecs.IsUsed || !MessageShapes.IsReflectionSupported) Rehearse(EntryCall.ForRehearsal(EchoText).With(1).With("warm"), typeof(string));
        else Rehearse(EntryCall.ForRehearsal(Echo).With(1).With(new Message("warm", [2])), typeof(Message));
    }

    private static void Rehearse(EntryCall call, Type result)
    {
        using EntryCall.Use use = call.BeginUse();
        var (near, far) = SocketPair.Create();
        using var sender = new PolledChannel(near);
        using var receiver = new BlockingChannel(far);
        call.Send(sender, nameof(WarmUp), result, carrier: null);
        if (receiver.Receive() is not { } frame || ReceivedCall.Receive(frame, receiver) is not { } received) return;
        object? answer = received.Prepare(CancellationToken.None)();
        received.WriteResult(new ArrayBufferWriter<byte>(), answer);
    }

    /// <summary>A program may refer to what it never uses and does not have.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "What trimming removed from the program is not there to be loaded, and not missed.")]
    private static void TryLoad(AssemblyName name)
    {
        try
        {
            Assembly.Load(name);
        }
        catch (IOException)
        {
            // Not there, or not readable: the program finds that out itself if it ever comes to need it.
            return;
        }
    }

    private static string EchoText(int number, string text) => number == 1 ? text : "";

    private static Message Echo(int number, Message message) => message with { Numbers = [number] };

    private sealed record Message(string Text, int[] Numbers);
}
