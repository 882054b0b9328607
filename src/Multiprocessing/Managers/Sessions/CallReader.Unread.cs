using System.Buffers.Binary;
using Multiprocessing.Managers;

namespace Multiprocessing;

/// <summary>References that came and that nobody reads.</summary>
public sealed partial class CallReader
{
    /// <summary>Releases the references of a body that nobody reads.</summary>
    internal static void Discard(Peer peer, ArraySegment<byte> body)
    {
        var reader = new CallReader();
        reader.Begin(peer, body, listsReferences: true);
        reader.Return();
    }

    /// <summary>Releases what lies behind the place up to which the body was read, so whatever keeps a reader from going on, no reference is lost.</summary>
    private void ReleaseUnread()
    {
        ReferenceList list = ReferenceList.Cut(_buffer.AsSpan(0, _end + ReferenceList.SizeOf(_listed)), out _);
        _listed = 0;
        for (int i = list.Count - 1; i >= 0; i--)
        {
            int at = _end - (int)list.DistanceAt(i);
            if (at < _position) return;
            // Released as the giver counted it: one for each that was written.
            _peer!.ReleaseUnread(BinaryPrimitives.ReadUInt64LittleEndian(_buffer.AsSpan(at + 1)));
        }
    }
}
