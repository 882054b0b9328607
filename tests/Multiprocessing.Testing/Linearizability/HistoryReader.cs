using System.Buffers.Binary;

namespace Multiprocessing.Testing.Linearizability;

/// <summary>Reads what all clients have written. The death of a client is a call of its own, which begins with the last that it wrote.</summary>
internal static class HistoryReader
{
    internal static List<HistoryCall> Read(string folder)
    {
        var calls = new List<HistoryCall>();
        foreach (string file in Directory.EnumerateFiles(folder, "*.history")) ReadFile(file, calls);
        return calls;
    }

    private static void ReadFile(string file, List<HistoryCall> calls)
    {
        byte[] bytes = File.ReadAllBytes(file);
        HistoryCall? open = null;
        var last = (Kind: HistoryWriter.LastKind, Client: 0, Time: 0L);
        for (int offset = 0; offset + HistoryWriter.RecordSize <= bytes.Length; offset += HistoryWriter.RecordSize)
        {
            var record = bytes.AsSpan(offset, HistoryWriter.RecordSize);
            long time = BinaryPrimitives.ReadInt64LittleEndian(record);
            int kind = (int)BinaryPrimitives.ReadInt64LittleEndian(record[8..]);
            long value = BinaryPrimitives.ReadInt64LittleEndian(record[16..]);
            int client = (int)BinaryPrimitives.ReadInt64LittleEndian(record[24..]);
            last = (kind, client, time);
            if (kind == HistoryWriter.LastKind) break;
            if (kind != 0)
            {
                open = new HistoryCall(client, kind, value, 0, time, long.MaxValue);
                continue;
            }

            calls.Add(open!.Value with { Result = value, End = time });
            open = null;
        }

        if (open is { } pending) calls.Add(pending);
        // It wrote nothing more, so it was killed after this, in the middle of a call or between two.
        if (last.Kind != HistoryWriter.LastKind) calls.Add(new HistoryCall(last.Client, HistoryCall.Death, 0, 0, last.Time, long.MaxValue));
    }
}
