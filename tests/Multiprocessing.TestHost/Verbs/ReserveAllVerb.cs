using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Arguments: a queue of byte arrays, and a size. Reserves messages of that size as long as there is room, says "reserved", and keeps them.</summary>
internal sealed class ReserveAllVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        using var queue = InterprocessQueue.Open<byte[]>(arguments[0]);
        int size = int.Parse(arguments[1], System.Globalization.CultureInfo.InvariantCulture);
        var all = new List<ReservedMessage>();
        while (queue.TryReserve(size, TimeSpan.Zero, out ReservedMessage? message)) all.Add(message);
        channel.Say("reserved");
        channel.Expect("end");
        foreach (ReservedMessage message in all) message.Dispose();
        return Task.CompletedTask;
    }
}
