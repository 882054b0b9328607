using System.Globalization;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Arguments: a queue of byte arrays, and sizes. Says "ready"; at "go" puts a message of each size, its bytes counting up, and says "sent" after each; ends with "end".</summary>
internal sealed class SendSizesVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        using var queue = InterprocessQueue.Open<byte[]>(arguments[0]);
        channel.Say("ready");
        channel.Expect("go");
        foreach (string size in arguments[1..])
        {
            queue.Put(Message(int.Parse(size, CultureInfo.InvariantCulture)));
            channel.Say("sent " + size);
        }

        channel.Expect("end");
        return Task.CompletedTask;
    }

    internal static byte[] Message(int size)
    {
        byte[] message = new byte[size];
        for (int i = 0; i < size; i++) message[i] = (byte)(i + (i >> 8));
        return message;
    }
}
