namespace Multiprocessing;

/// <summary>A client of a server.</summary>
/// <param name="Client">Who it is.</param>
/// <param name="ConnectedFor">Since when it is connected.</param>
/// <param name="References">How many objects it holds.</param>
/// <param name="Calls">How many calls it began.</param>
/// <param name="WaitingCalls">How many of them have not ended.</param>
/// <param name="BytesReceived">Bytes of frames from it.</param>
/// <param name="BytesSent">Bytes of frames to it.</param>
public sealed record ClientStatistics(ClientIdentity Client, TimeSpan ConnectedFor, int References, long Calls, long WaitingCalls, long BytesReceived, long BytesSent);
