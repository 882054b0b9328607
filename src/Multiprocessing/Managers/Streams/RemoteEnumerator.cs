using System.Collections;

namespace Multiprocessing.Managers.Streams;

/// <summary>An enumerator of the other end, moved there a batch at a time.</summary>
internal sealed class RemoteEnumerator<T>(StreamProxy stream) : IEnumerator<T>
{
    private CallReader? _batch;
    private bool _hasEnded;

    /// <summary>Stands for the enumerator.</summary>
    internal StreamProxy Home { get; } = stream;

    public T Current { get; private set; } = default!;

    object? IEnumerator.Current => Current;

    public bool MoveNext()
    {
        while (!_hasEnded)
        {
            try
            {
                _batch ??= Home.NextBatch();
                byte tag = _batch.Read<byte>();
                if (tag == StreamSource.ItemTag)
                {
                    Current = _batch.Read<T>();
                    return true;
                }

                _batch.End();
                _batch = null;
                if (tag == StreamSource.LastTag) End();
            }
            catch
            {
                End();
                throw;
            }
        }

        return false;
    }

    public void Reset() => throw new NotSupportedException("An enumerator of another process goes forward only. Ask the object for a new one.");

    public void Dispose()
    {
        if (_hasEnded) return;
        try
        {
            Home.EndNow();
        }
        catch (ConnectionLostException)
        {
            // What dispose asks for, the end of the connection has done.
        }
        finally
        {
            End();
        }
    }

    private void End()
    {
        _hasEnded = true;
        _batch?.Return();
        _batch = null;
        Current = default!;
        Home.Dispose();
    }
}
