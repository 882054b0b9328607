namespace Multiprocessing.Platform.Liveness;

/// <summary>A domain cannot be joined. The product makes an error of its own of it, with the same message.</summary>
internal sealed class DomainUnavailableException(DomainFailure failure, string directory, string message) : IOException(message)
{
    internal DomainFailure Failure { get; } = failure;

    internal string Directory { get; } = directory;
}
