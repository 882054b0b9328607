using System.Buffers.Binary;
using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Multiprocessing.Testing.Linearizability;

/// <summary>
/// Writes the calls of one client to a file: the beginning before the call is made, the end after it. A process that is killed leaves what it had written,
/// since each record is one system call and the file's pages belong to the kernel.
/// </summary>
/// <remarks>Times are those of <see cref="Stopwatch"/>: on Linux CLOCK_MONOTONIC, which all processes of the machine share. One thread a writer.</remarks>
internal sealed class HistoryWriter : IDisposable
{
    /// <summary>Layout of a record: 0 time · 8 kind (0 in the record of a return, −2 in the last one) · 16 operand or result · 24 client.</summary>
    internal const int RecordSize = 32;

    internal const int LastKind = -2;

    private readonly SafeFileHandle _file;
    private readonly int _client;
    private long _offset;

    internal HistoryWriter(string folder, int client)
    {
        _client = client;
        Directory.CreateDirectory(folder);
        _file = File.OpenHandle(Path.Combine(folder, $"{client}.history"), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    }

    /// <summary>Notes that a call begins.</summary>
    internal void Begin(int kind, long operand = 0) => Write(kind, operand);

    /// <summary>Notes what it returned.</summary>
    internal void End(long result = 0) => Write(0, result);

    /// <summary>The client ends well. Without this it counts as dead.</summary>
    public void Dispose()
    {
        if (_file.IsClosed) return;
        Write(LastKind, 0);
        _file.Dispose();
    }

    /// <summary>The client ends as if it had been killed now: it has lost its connection, in the middle of a call or between two.</summary>
    internal void Abandon() => _file.Dispose();

    private void Write(int kind, long value)
    {
        Span<byte> record = stackalloc byte[RecordSize];
        BinaryPrimitives.WriteInt64LittleEndian(record[8..], kind);
        BinaryPrimitives.WriteInt64LittleEndian(record[16..], value);
        BinaryPrimitives.WriteInt64LittleEndian(record[24..], _client);
        // A beginning may be noted too early, an end too late, never the other way round: so a call can only seem longer than it was.
        BinaryPrimitives.WriteInt64LittleEndian(record, Stopwatch.GetTimestamp());
        RandomAccess.Write(_file, record, _offset);
        _offset += RecordSize;
    }
}
