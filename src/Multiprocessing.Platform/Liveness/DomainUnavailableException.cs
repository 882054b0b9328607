namespace Multiprocessing.Platform.Liveness;

/// <summary>A domain cannot be joined. The product makes an error of its own of it, with the same message.</summary>
internal sealed class DomainUnavailableException(DomainFailure failure, string directory, string message) : IOException(message)
{
    /// <summary>Makes of a refusal the error that users see; the product sets it, since its errors lie above this floor.</summary>
    /// <remarks>It stands here and not in <see cref="Domain"/>, which a child that uses no shared object never comes to initialise.</remarks>
    internal static Func<DomainUnavailableException, Exception> Translation { get; set; } = static refused => refused;

    internal DomainFailure Failure { get; } = failure;

    internal string Directory { get; } = directory;
}
