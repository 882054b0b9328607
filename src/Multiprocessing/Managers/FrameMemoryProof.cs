using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Multiprocessing.Managers;

/// <summary>
/// Proves in debug builds that the buffers of frames have one owner: one that comes back is overwritten, so who reads it yet reads nonsense; it comes back once; and when it goes out again it must be as it was left,
/// so nobody has written to it. Compiled away in release builds.
/// </summary>
internal static class FrameMemoryProof
{
    private const byte Nonsense = 0xDB;
    private const int SizeMax = 128 * 1024 * 1024;
    private const int CountMax = 32;

    // Of a buffer that is not here the pool has just made it.
    private static readonly ConditionalWeakTable<byte[], StrongBox<bool>> s_isOut = [];

    /// <summary>Whether this is a debug build.</summary>
    internal static bool IsOn
    {
        get
        {
            bool isOn = false;
            Find(ref isOn);
            return isOn;
        }
    }

    /// <summary>A pool of which nobody else has buffers.</summary>
    internal static ArrayPool<byte> Pool { get; } = ArrayPool<byte>.Create(SizeMax, CountMax);

    /// <summary>A buffer goes out.</summary>
    /// <exception cref="InvalidOperationException">Somebody has it, or has written to it since it came back.</exception>
    [Conditional("DEBUG")]
    internal static void NoteRented(byte[] buffer)
    {
        if (!s_isOut.TryGetValue(buffer, out StrongBox<bool>? isOut))
        {
            s_isOut.Add(buffer, new StrongBox<bool>(true));
            return;
        }

        if (isOut.Value) throw new InvalidOperationException($"A buffer of {buffer.Length} bytes went out that is out.");
        int at = buffer.AsSpan().IndexOfAnyExcept(Nonsense);
        if (at >= 0) throw new InvalidOperationException($"A buffer of {buffer.Length} bytes was written to at {at} after it came back.");
        isOut.Value = true;
    }

    /// <summary>A buffer comes back.</summary>
    /// <exception cref="InvalidOperationException">It is not out: it came back before, or is of another pool.</exception>
    [Conditional("DEBUG")]
    internal static void NoteReturned(byte[] buffer)
    {
        if (!s_isOut.TryGetValue(buffer, out StrongBox<bool>? isOut) || !isOut.Value) throw new InvalidOperationException($"A buffer of {buffer.Length} bytes came back that is not out.");
        buffer.AsSpan().Fill(Nonsense);
        isOut.Value = false;
    }

    [Conditional("DEBUG")]
    private static void Find(ref bool isOn) => isOn = true;
}
