using System.Runtime.InteropServices;

namespace Multiprocessing.Managers.Rings;

/// <summary>
/// The first page of a pair of rings; behind it lie the bytes of both directions.
/// <code>
/// Layout:
///    0  pace       u32        the client's: 1 while its callers wait by polling, so that the server polls too
/// 1024  toServer   512 B      LaneLayout
/// 2048  toClient   512 B      LaneLayout
/// 4096  bytes      capacity   to the server
///  ...  bytes      capacity   to the client
/// </code>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct PairLayout
{
    internal const int Size = 4096;

    [FieldOffset(0)] internal uint Pace;
    [FieldOffset(1024)] internal LaneLayout ToServer;
    [FieldOffset(2048)] internal LaneLayout ToClient;
}
