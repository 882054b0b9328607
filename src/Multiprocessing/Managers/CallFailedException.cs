using System.Diagnostics.CodeAnalysis;

namespace Multiprocessing.Managers;

/// <summary>Carries a failure from the reader to the caller, who makes the exception that the user sees.</summary>
[SuppressMessage("Design", "CA1064", Justification = "It never leaves the library: its catcher replaces it.")]
internal sealed class CallFailedException(RemoteFailure failure) : Exception("A call failed.")
{
    internal RemoteFailure Failure { get; } = failure;
}
