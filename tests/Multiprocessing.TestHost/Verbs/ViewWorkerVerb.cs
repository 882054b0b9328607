using System.Buffers.Binary;
using System.Globalization;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: name of a joinable queue of byte arrays, whose results go to the queue of ints named so with ".results", and a number. A worker of a kill loop: reads messages in place, twice each, and
/// completes them into the results with the number that they begin with; gives every tenth first attempt back. Says with "done" how many it completed.
/// </summary>
internal sealed class ViewWorkerVerb : Verb
{
    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        using var items = InterprocessJoinableQueue.Open<byte[]>(arguments[0]);
        using var results = InterprocessQueue.Open<int>(arguments[0] + ".results");
        channel.Say("ready");
        channel.Expect("go");
        long done = 0;
        for (int taken = 0; !channel.HasLine; taken++)
        {
            Lease<MessageView> lease;
            if (taken % 2 == 0)
            {
                if (await items.TryViewAsync(TimeSpan.FromMilliseconds(20)) is not { } found) continue;
                lease = found;
            }
            else if (!items.TryView(TimeSpan.FromMilliseconds(20), out lease))
            {
                continue;
            }

            int number = Check(lease.Item.Span);
            if (number % 10 == 0 && lease.Attempt == 1)
            {
                lease.Return();
                continue;
            }

            // A second look: as long as the lease is held nobody writes there.
            Check(lease.Item.Span);
            lease.Complete(results, number);
            done++;
        }

        channel.Expect("end");
        channel.Say(string.Create(CultureInfo.InvariantCulture, $"done {done}"));
    }

    private static int Check(ReadOnlySpan<byte> message)
    {
        int number = BinaryPrimitives.ReadInt32LittleEndian(message);
        int size = MessageProducerVerb.Sizes[number % MessageProducerVerb.Sizes.Length];
        return message.Length == size && message[4..].IndexOfAnyExcept((byte)number) < 0
            ? number
            : throw new InvalidDataException($"Message {number} has {message.Length} bytes, where {size} were put, or other bytes than those.");
    }
}
