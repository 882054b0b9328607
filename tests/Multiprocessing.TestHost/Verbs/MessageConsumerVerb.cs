using System.Buffers.Binary;
using System.Globalization;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: names of a queue of byte arrays and of an array of ints, and a number. A worker of a kill loop: takes messages, some in place, checks that each is whole, and counts it
/// in the array at the number that the message begins with. Says with "done" how many it took.
/// </summary>
internal sealed class MessageConsumerVerb : Verb
{
    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        using var queue = InterprocessQueue.Open<byte[]>(arguments[0]);
        using var seen = SharedArray.Open<int>(arguments[1]);
        channel.Say("ready");
        channel.Expect("go");
        using var stop = new CancellationTokenSource();
        var ending = Task.Run(() =>
        {
            channel.Expect("end");
            stop.Cancel();
        });
        long taken = 0;
        try
        {
            for (; !stop.IsCancellationRequested; taken++)
            {
                switch (taken % 3)
                {
                    case 0:
                        Count(seen, await queue.TakeAsync(stop.Token));
                        break;
                    case 1:
                        Count(seen, queue.Take(stop.Token));
                        break;
                    default:
                        using (var view = queue.View(stop.Token)) Count(seen, view.Span);
                        break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end was said while it waited.
        }

        await ending;
        channel.Say(string.Create(CultureInfo.InvariantCulture, $"done {taken}"));
    }

    private static void Count(SharedArray<int> seen, ReadOnlySpan<byte> message)
    {
        int number = BinaryPrimitives.ReadInt32LittleEndian(message);
        int size = MessageProducerVerb.Sizes[number % MessageProducerVerb.Sizes.Length];
        if (message.Length != size || message[4..].IndexOfAnyExcept((byte)number) >= 0)
            throw new InvalidDataException($"Message {number} has {message.Length} bytes, where {size} were put, or other bytes than those.");
        Interlocked.Increment(ref seen[number]);
    }
}
