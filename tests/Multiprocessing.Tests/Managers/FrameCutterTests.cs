using Multiprocessing.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>Frames that come in pieces, and the buffers that they lie in.</summary>
public sealed class FrameCutterTests
{
    private const int FrameSizeMax = 64 * 1024 * 1024;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Frames_InPiecesOfAnySize_ComeWhole_WhoeverTakesTheirBuffers(int seed)
    {
        var random = new Random(seed);
        byte[][] bodies = [.. Enumerable.Range(0, 60).Select(i => NewBody(random, i))];
        byte[] wire = [.. bodies.SelectMany((body, i) => RawClient.Frame(FrameKind.Result, id: (ulong)i, body: body))];
        var loop = new FrameCutter(64 * 1024);
        var own = new FrameCutter();
        var kept = new List<(int Number, ArraySegment<byte> Body, bool IsGiven)>();
        int sent = 0, next = 0;
        while (sent < wire.Length)
        {
            // As a connection of a loop does it.
            FrameCutter cutter = own.HasPart ? own : loop;
            Span<byte> space = cutter.Space.Span;
            int count = Math.Min(Math.Min(space.Length, random.Next(4) == 0 ? random.Next(1, 30) : random.Next(1, 300_000)), wire.Length - sent);
            wire.AsSpan(sent, count).CopyTo(space);
            sent += count;
            cutter.Advance(count);
            while (cutter.TryTake(FrameSizeMax, out FrameHeader header, out ArraySegment<byte> body))
            {
                Assert.Equal((ulong)next, header.Id);
                Assert.True(body.AsSpan().SequenceEqual(bodies[next]));
                if (cutter.TryGive(body))
                {
                    kept.Add((next, body, true));
                }
                else if (random.Next(3) == 0)
                {
                    // A member that runs long: the loop goes on with another buffer.
                    cutter.Detach();
                    kept.Add((next, body, false));
                }

                next++;
            }

            if (!ReferenceEquals(cutter, own) && cutter.HasPart) own.TakePartOf(cutter);
            own.Trim();
        }

        Assert.Equal(bodies.Length, next);
        Assert.Contains(kept, static one => one.IsGiven);
        foreach ((int number, ArraySegment<byte> body, bool isGiven) in kept)
        {
            Assert.True(body.AsSpan().SequenceEqual(bodies[number]));
            if (isGiven) FrameMemory.Return(body.Array!);
        }
    }

    [Fact]
    public void Length_ThatIsOnlyStated_MakesNoBuffer()
    {
        byte[] frame = new byte[FrameSizeMax];
        new FrameHeader(FrameKind.Call, 0, 1, 1).Write(frame);
        var cutter = new FrameCutter();
        int came = 0;
        foreach (int piece in (int[])[4, 20, 1000, 16_000, 50_000, 400_000, 1_000_000, 4_000_000])
        {
            for (int left = piece; left > 0;)
            {
                int count = Math.Min(left, cutter.Space.Length);
                frame.AsSpan(came, count).CopyTo(cutter.Space.Span);
                cutter.Advance(count);
                came += count;
                left -= count;
                Assert.False(cutter.TryTake(FrameSizeMax, out _, out _));
                // The pool rounds up to powers of two.
                Assert.InRange(cutter.Space.Length, 1, 2 * Math.Max(16 * 1024, Math.Max(2 * came, came + (1024 * 1024))));
                Assert.InRange(cutter.Space.Length, 1, 2 * Math.Max(16 * 1024, 16 * came));
            }
        }
    }

    [Fact]
    public void LongFrame_WhoseBeginningCame_GetsItsBufferAtOnce()
    {
        byte[] frame = RawClient.Frame(FrameKind.Result, body: new byte[1_000_000]);
        var cutter = new FrameCutter(64 * 1024);
        int count = cutter.Space.Length;
        frame.AsSpan(0, count).CopyTo(cutter.Space.Span);
        cutter.Advance(count);
        Assert.False(cutter.TryTake(FrameSizeMax, out _, out _));
        Assert.True(cutter.Space.Length >= frame.Length - count);
    }

    private static byte[] NewBody(Random random, int number)
    {
        byte[] body = new byte[number % 7 == 0 ? random.Next(60_000, 700_000) : random.Next(0, 3000)];
        random.NextBytes(body);
        return body;
    }
}
