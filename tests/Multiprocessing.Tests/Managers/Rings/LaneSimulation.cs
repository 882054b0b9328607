using Multiprocessing.Managers.Rings;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Testing.Simulation;

namespace Multiprocessing.Tests.Managers.Rings;

/// <summary>One direction of a pair of rings in all interleavings: all bytes come in their order, and neither side sleeps while the other waits for it.</summary>
public sealed class LaneSimulation(ITestOutputHelper output)
{
    private const int Capacity = 4;

    [Theory]
    [InlineData(3, 1, 3)]
    [InlineData(9, 9, 2)]
    [InlineData(7, 3, 2)]
    public void Bytes_OfAWriterThatRests_ReachAReaderThatRests(int total, int atOnce, int preemptions)
    {
        SimulationResult result = Run(total, atOnce, preemptions, looksAgain: true);
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
    }

    [Fact]
    public void Reader_ThatDoesNotLookAgainBeforeItRests_IsFound()
    {
        // It is woken by nobody: only the last resort, a look after a time, ends its sleep, or nothing does.
        bool isFound;
        try
        {
            isFound = Run(3, 1, 2, looksAgain: false).Rechecks > 0;
        }
        catch (SimulationException found)
        {
            output.WriteLine(found.Message);
            isFound = true;
        }

        Assert.True(isFound);
    }

    private static SimulationResult Run(int total, int atOnce, int preemptions, bool looksAgain) => Simulate.All(
        world =>
        {
            SharedRef<LaneLayout> lane = world.Allocate<LaneLayout>("lane");
            SharedRef<byte> bytes = world.Allocate<byte>("bytes", Capacity);
            world.Start("writer", (ref SimulatedMemory memory) => Write(ref memory, lane, bytes, total, atOnce));
            world.Start("reader", (ref SimulatedMemory memory) => Read(ref memory, lane, bytes, total, looksAgain));
        },
        new SimulationOptions { Preemptions = preemptions });

    private static void Write(ref SimulatedMemory memory, SharedRef<LaneLayout> lane, SharedRef<byte> bytes, int total, int atOnce)
    {
        var writer = new LaneWriter<SimulatedMemory>(memory, lane, bytes, Capacity);
        var limit = memory.Limit();
        for (int done = 0; done < total;)
        {
            byte[] some = [.. Enumerable.Range(done, Math.Min(atOnce, total - done)).Select(static n => (byte)n)];
            int count = writer.Write(some);
            done += count;
            if (count > 0)
            {
                if (writer.TakeReader() != Rest.None) memory.Wake(ref lane.Value.ReaderRest, 1);
            }
            else if (writer.TryRest(Rest.OnWord))
            {
                memory.Sleep(ref lane.Value.WriterRest, Rest.OnWord, ref limit);
                writer.EndRest();
            }
        }
    }

    private static void Read(ref SimulatedMemory memory, SharedRef<LaneLayout> lane, SharedRef<byte> bytes, int total, bool looksAgain)
    {
        var reader = new LaneReader<SimulatedMemory>(memory, lane, bytes, Capacity);
        var limit = memory.Limit();
        byte[] target = new byte[Capacity];
        for (int done = 0; done < total;)
        {
            int count = reader.Read(target);
            for (int i = 0; i < count; i++) SimulatedWorld.Check(target[i] == done + i, "the bytes come in their order");
            done += count;
            if (count > 0)
            {
                if (reader.TakeWriter() != Rest.None) memory.Wake(ref lane.Value.WriterRest, 1);
            }
            else if (!looksAgain || reader.TryRest(Rest.OnWord))
            {
                if (!looksAgain) memory.Store(ref lane.Value.ReaderRest, Rest.OnWord);
                memory.Sleep(ref lane.Value.ReaderRest, Rest.OnWord, ref limit);
                reader.EndRest();
            }
        }
    }
}
