using System.Buffers.Binary;
using System.Globalization;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: name of a queue of byte arrays, and a number. A worker of a kill loop: puts messages of 24 bytes to 1 MB, each with its maker, its number, and the length and
/// the last byte that they make.
/// </summary>
internal sealed class MessageProducerVerb : Verb
{
    internal static readonly int[] Sizes = [64, 24, 248, 249, 3000, 64, 64, 20_000, 100_000, 64, 1 << 20];

    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        using var queue = InterprocessQueue.Open<byte[]>(arguments[0]);
        int maker = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        channel.Say("ready");
        channel.Expect("go");
        int number = 0;
        for (; !channel.HasLine; number++)
        {
            byte[] message = new byte[Sizes[number % Sizes.Length]];
            message.AsSpan().Fill((byte)number);
            BinaryPrimitives.WriteInt32LittleEndian(message, maker);
            BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(4), number);
            if (number % 3 == 0)
            {
                using var space = queue.Reserve(message.Length);
                message.CopyTo(space.Span);
                space.Commit();
            }
            else
            {
                queue.Put(message);
            }
        }

        channel.Expect("end");
        channel.Say(string.Create(CultureInfo.InvariantCulture, $"done {number}"));
        return Task.CompletedTask;
    }
}
