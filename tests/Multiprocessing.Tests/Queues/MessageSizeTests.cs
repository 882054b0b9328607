using System.Globalization;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Queues;

/// <summary>Messages of every size between processes, whose senders are killed.</summary>
public sealed class MessageSizeTests
{
    private static readonly int[] s_sizes = [0, 1, 247, 248, 249, 1023, 1024, 1025, 65_536, 262_144, 262_145, 1 << 20, 5_000_001, 64 << 20, .. TestRun.IsLong ? (int[])[256 << 20] : []];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_EverySizeOfAnotherProcess_Equal()
    {
        string name = TestRun.NewName();
        using var queue = InterprocessQueue.Create<byte[]>(name, capacity: 4);
        try
        {
            await using var sender = TestProcess.Start<SendSizesVerb>([name, .. s_sizes.Select(static size => size.ToString(CultureInfo.InvariantCulture))]);
            await sender.ExpectAsync("ready", Token);
            await sender.SendAsync("go");
            foreach (int size in s_sizes) Assert.True(queue.Take(TimeSpan.FromSeconds(120), Token).AsSpan().SequenceEqual(SendSizesVerb.Message(size)), $"The message of {size} bytes is another.");
            foreach (int size in s_sizes) await sender.ExpectAsync("sent", Token);
            await sender.SendAsync("end");
            await sender.EndAsync(Token);
        }
        finally
        {
            InterprocessQueue.Remove(name);
        }
    }

    /// <summary>What it had put stands when the sender is killed; what it was about to put leaves nothing behind, which the end of the run checks.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(40)]
    public async Task Take_SenderOfLargeMessagesKilled_WholeOnesOnly(int milliseconds)
    {
        string name = TestRun.NewName();
        using var queue = InterprocessQueue.Create<byte[]>(name, capacity: 2);
        try
        {
            const int Size = 8 << 20;
            await using var sender = TestProcess.Start<SendSizesVerb>([name, .. Enumerable.Repeat(Size.ToString(CultureInfo.InvariantCulture), 10)]);
            await sender.ExpectAsync("ready", Token);
            await sender.SendAsync("go");
            await sender.ExpectAsync("sent", Token);
            await Task.Delay(milliseconds, Token);
            await sender.KillAsync();
            queue.Complete();
            byte[] wanted = SendSizesVerb.Message(Size);
            int taken = 0;
            foreach (byte[] message in queue.TakeAll(Token))
            {
                Assert.True(message.AsSpan().SequenceEqual(wanted));
                taken++;
            }

            Assert.InRange(taken, 1, 2);
        }
        finally
        {
            InterprocessQueue.Remove(name);
        }
    }
}
