using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Managers.Callbacks;

namespace Multiprocessing.Managers.Streams;

/// <summary>A stream of bytes at the end that has it. The other end reads and writes it a block at a time; its calls take one turn and are carried out one after another.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The gate is never waited for by a handle, and late calls may still come to it.")]
internal sealed class ByteSource(Stream stream, bool isOwned) : ILent, IAsyncDisposable
{
    internal const int Read = 0;
    internal const int Write = 1;
    internal const int Flush = 2;
    internal const int End = 3;

    /// <summary>Bytes of one block; the reader asks for one more while it hands one out.</summary>
    internal const int BlockSize = 128 * 1024;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _oneByOne = new(1);
    private readonly CancellationTokenSource _stop = new();
    private bool _hasEnded;

    internal static SharedContract Contract { get; } = new(
        typeof(ByteSource),
        "bytes",
        ["Bytes.Read()", "Bytes.Write()", "Bytes.Flush()", "Bytes.End()"],
        static target => new ByteProxy(target),
        static (source, member, call) => ((ByteSource)source).ServeAsync(member, call))
    { Needed = AccessRights.None };

    internal Stream Stream { get; } = stream;

    /// <summary>The call has ended: what is under way is ended, and nothing begins any more. A read that ignores its token is given a second.</summary>
    public async ValueTask EndAsync()
    {
        _hasEnded = true;
        await _stop.CancelAsync();
        if (await _oneByOne.WaitAsync(s_patience)) _oneByOne.Release();
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        if (isOwned) await Stream.DisposeAsync();
    }

    private async ValueTask ServeAsync(int member, ServedCall call)
    {
        if (member == End)
        {
            call.EndAsyncArguments();
            await DisposeAsync();
            return;
        }

        // Before the first await, so that the calls come in their order.
        Task entering = _oneByOne.WaitAsync(_stop.Token);
        int size = member == Read ? Math.Clamp(call.Read<int>(), 1, BlockSize) : 0;
        ReadOnlyMemory<byte> bytes = member == Write ? call.Read<byte[]?>() : null;
        call.EndAsyncArguments();
        await entering;
        try
        {
            if (_hasEnded) throw Errors.LoanEnded("Stream");
            using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, _stop.Token);
            if (member == Read) await ReadAsync(size, call, cancellation.Token);
            else if (member == Write) await Stream.WriteAsync(bytes, cancellation.Token);
            else await Stream.FlushAsync(cancellation.Token);
        }
        finally
        {
            _oneByOne.Release();
        }
    }

    private async ValueTask ReadAsync(int size, ServedCall call, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            int count = await Stream.ReadAsync(buffer.AsMemory(0, size), cancellationToken);
            call.WriteBlock(buffer.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
