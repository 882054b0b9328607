using System.Numerics;
using System.Runtime.InteropServices;

namespace Multiprocessing.Testing.Simulation;

/// <summary>A 64-bit hash, good enough to tell some millions of states apart.</summary>
internal static class StateHash
{
    private const ulong First = 0x9E37_79B9_7F4A_7C15;
    private const ulong Second = 0xD6E8_FEB8_6659_FD93;

    internal static ulong Mix(ulong hash, ulong value)
    {
        ulong mixed = (hash ^ value) * First;
        mixed ^= mixed >> 32;
        mixed *= Second;
        return mixed ^ BitOperations.RotateLeft(hash, 29);
    }

    internal static ulong OfBytes(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes)) hash = Mix(hash, word);
        foreach (byte rest in bytes[(bytes.Length & ~7)..]) hash = Mix(hash, rest);
        return hash;
    }
}
