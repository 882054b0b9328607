using System.Diagnostics.CodeAnalysis;

namespace Multiprocessing.Managers.Streams;

/// <summary>An enumeration of a sequence of the other end: hands out one batch while the next one is on its way.</summary>
/// <param name="open">Begins the enumeration there.</param>
/// <param name="memberToken">The token that the member was called with.</param>
/// <param name="ownToken">The token of this enumeration.</param>
[SuppressMessage("Design", "CA1001", Justification = "The token source has no timer; late cancellations may still come to it.")]
internal sealed class RemoteEnumeration<T>(Func<CancellationToken, ValueTask<StreamProxy?>> open, CancellationToken memberToken, CancellationToken ownToken) : IAsyncEnumerator<T>
{
    private readonly CancellationTokenSource _stop = new();
    private CancellationTokenRegistration _memberRegistration;
    private CancellationTokenRegistration _ownRegistration;
    private StreamProxy? _stream;
    private CallReader? _batch;
    private Task<CallReader>? _next;
    private bool _hasBegun;
    private bool _hasEnded;
    private bool _hasFailed;

    public T Current { get; private set; } = default!;

    public ValueTask<bool> MoveNextAsync()
    {
        if (!_hasFailed && TryTake()) return new ValueTask<bool>(true);
        return _hasEnded || _hasFailed ? new ValueTask<bool>(false) : FillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        bool isOpen = _hasBegun && !_hasEnded;
        _hasBegun = _hasEnded = true;
        _batch?.Return();
        _batch = null;
        Current = default!;
        if (_stream is null) return;
        try
        {
            // A step that waits there is ended, and its answer is dropped.
            if (isOpen) await Task.WhenAll(_stream.EndAsync().AsTask(), DropAsync(_next)).ConfigureAwait(false);
        }
        catch (ConnectionLostException)
        {
            // What dispose asks for, the end of the connection has done.
        }
        finally
        {
            Release();
        }
    }

    private async ValueTask<bool> FillAsync()
    {
        try
        {
            if (!_hasBegun) await BeginAsync().ConfigureAwait(false);
            _batch = await (_next ?? _stream!.NextAsync(_stop.Token).AsTask()).ConfigureAwait(false);
            _next = null;
            if (_batch.Last == StreamSource.MoreTag) _next = _stream!.NextAsync(_stop.Token).AsTask();
            if (TryTake()) return true;
            if (_hasEnded) return false;
        }
        catch (OperationCanceledException e) when (_stop.IsCancellationRequested)
        {
            _hasFailed = true;
            throw new OperationCanceledException(e.Message, e, ownToken.IsCancellationRequested ? ownToken : memberToken);
        }
        catch
        {
            _hasFailed = true;
            throw;
        }

        return await FillAsync().ConfigureAwait(false);
    }

    private async ValueTask BeginAsync()
    {
        _hasBegun = true;
        _memberRegistration = memberToken.UnsafeRegister(static stop => ((CancellationTokenSource)stop!).Cancel(), _stop);
        _ownRegistration = ownToken.UnsafeRegister(static stop => ((CancellationTokenSource)stop!).Cancel(), _stop);
        _stream = await open(_stop.Token).ConfigureAwait(false) ?? throw Errors.StreamNull();
    }

    /// <summary>The next item of the batch that is here.</summary>
    private bool TryTake()
    {
        if (_batch is null) return false;
        // Until all was read: what cannot be read ends the enumeration.
        _hasFailed = true;
        byte tag = _batch.Read<byte>();
        if (tag == StreamSource.ItemTag) Current = _batch.Read<T>();
        else _batch.End();
        _hasFailed = false;
        if (tag == StreamSource.ItemTag) return true;
        _batch = null;
        if (tag == StreamSource.LastTag) End();
        return false;
    }

    /// <summary>The other end has ended the enumeration by itself.</summary>
    private void End()
    {
        _hasEnded = true;
        Current = default!;
        Release();
    }

    private void Release()
    {
        _memberRegistration.Unregister();
        _ownRegistration.Unregister();
        _stream?.Dispose();
    }

    private async Task DropAsync(Task<CallReader>? next)
    {
        if (next is null) return;
        await _stop.CancelAsync().ConfigureAwait(false);
        try
        {
            (await next.ConfigureAwait(false)).Return();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Nobody waits for these items, nor for why they did not come.
            System.Diagnostics.Debug.WriteLine(e);
        }
    }
}
