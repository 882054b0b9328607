using System.IO.Pipes;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Pipe = Multiprocessing.Platform.Transport.Pipe;

namespace Multiprocessing.Processes;

/// <summary>The pipes of one process start: the ends for the child until it has them, and this side's ends as streams.</summary>
internal sealed class StandardStreams : IDisposable
{
    private const int TailSize = 2000;

    private readonly List<(SafePipeHandle Handle, int Target)> _childEnds = [];

    internal StandardStreams(ChildOptions options)
    {
        try
        {
            if (options.RedirectStandardInput) Input = Open(Pipe.Create(), 0, PipeDirection.Out);
            if (options.RedirectStandardOutput) Output = Open(Pipe.Create(), 1, PipeDirection.In);
            if (options.RedirectStandardError) Error = Open(Pipe.Create(), 2, PipeDirection.In);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal PipeStream? Input { get; }

    internal PipeStream? Output { get; }

    internal PipeStream? Error { get; }

    /// <summary>What the child gets, as descriptors of this process and their numbers there.</summary>
    internal IEnumerable<(int Source, int Target)> ForChild => _childEnds.Select(static end => ((int)end.Handle.DangerousGetHandle(), end.Target));

    /// <summary>Closes the child's ends here, so that this side sees the end of its streams when the child has closed them.</summary>
    internal void CloseChildEnds()
    {
        foreach (var (handle, _) in _childEnds) handle.Dispose();
        _childEnds.Clear();
    }

    /// <summary>What the child wrote last on its standard error, if that is redirected and still unread; it stays unread.</summary>
    internal string ErrorTail()
    {
        if (Error is null || Error.SafePipeHandle.IsClosed) return "";
        byte[] bytes = Pipe.Peek(Error.SafePipeHandle, 1 << 16);
        return Encoding.UTF8.GetString(bytes.AsSpan(Math.Max(0, bytes.Length - TailSize))).Trim();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CloseChildEnds();
        Input?.Dispose();
        Output?.Dispose();
        Error?.Dispose();
    }

    private AnonymousPipeClientStream Open(Pipe pipe, int target, PipeDirection direction)
    {
        bool isInput = direction == PipeDirection.Out;
        _childEnds.Add((isInput ? pipe.Reader : pipe.Writer, target));
        return new AnonymousPipeClientStream(direction, isInput ? pipe.Writer : pipe.Reader);
    }
}
