using System.Text;

namespace Multiprocessing.Serialization;

/// <summary>
/// The 64-bit hash by which two processes see that they mean the same type: FNV-1a over the UTF-8 bytes, with a last step that spreads the bits. The same on
/// every machine and in every version; it guards against mistakes, not against somebody who looks for collisions. Never 0, which in a header means "no type".
/// </summary>
/// <remarks><em>Source:</em> Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm"; the last step is the finaliser of MurmurHash3.</remarks>
internal static class Fingerprint
{
    internal static ulong Of(string text)
    {
        ulong hash = 0xcbf29ce484222325;
        foreach (byte value in Encoding.UTF8.GetBytes(text)) hash = (hash ^ value) * 0x100000001b3;
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        hash ^= hash >> 33;
        return hash == 0 ? 1 : hash;
    }
}
