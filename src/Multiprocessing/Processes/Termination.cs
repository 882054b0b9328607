using System.Runtime.InteropServices;

namespace Multiprocessing.Processes;

/// <summary>The token of an entry point that takes one: SIGTERM, which is the parent's Terminate, and SIGINT cancel it instead of ending the process.</summary>
internal sealed class Termination : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _interrupt;

    internal Termination()
    {
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
    }

    internal CancellationToken Token => _source.Token;

    internal bool IsRequested => _source.IsCancellationRequested;

    /// <inheritdoc/>
    public void Dispose()
    {
        _terminate.Dispose();
        _interrupt.Dispose();
        _source.Dispose();
    }

    private void Cancel(PosixSignalContext context)
    {
        context.Cancel = true;
        _source.Cancel();
    }
}
