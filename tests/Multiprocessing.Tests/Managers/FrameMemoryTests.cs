using Multiprocessing.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>What looks on in debug builds finds what it is to find.</summary>
public sealed class FrameMemoryTests
{
    // Sizes that nothing else rents, so no other test gets what these have spoilt.
    [Fact]
    public void Buffer_ThatComesBackTwice_IsFound()
    {
        byte[] buffer = FrameMemory.Rent(100 * 1024 * 1024);
        FrameMemory.Return(buffer);
        Assert.Throws<InvalidOperationException>(() => FrameMemory.Return(buffer));
    }

    [Fact]
    public void Buffer_ThatWasNeverRented_IsFound() => Assert.Throws<InvalidOperationException>(() => FrameMemory.Return(new byte[4096]));

    [Fact]
    public void Buffer_ThatIsReadAfterItCameBack_HasNothingOfTheFrame()
    {
        byte[] buffer = new byte[32];
        buffer.AsSpan().Fill(1);
        FrameMemoryProof.NoteRented(buffer);
        FrameMemoryProof.NoteReturned(buffer);
        Assert.DoesNotContain((byte)1, buffer);
    }

    [Fact]
    public void Buffer_ThatIsWrittenAfterItCameBack_IsFound()
    {
        byte[] buffer = new byte[32];
        FrameMemoryProof.NoteRented(buffer);
        FrameMemoryProof.NoteReturned(buffer);
        buffer[31] = 1;
        Assert.Throws<InvalidOperationException>(() => FrameMemoryProof.NoteRented(buffer));
    }
}
