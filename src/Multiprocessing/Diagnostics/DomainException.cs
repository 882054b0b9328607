using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing;

/// <summary>The domain of shared objects, which MP_DOMAIN and MP_PLACE name, cannot be used.</summary>
/// <remarks>
/// The directory belongs to another user or is open to others; its place is missing, read-only, full or not for this user; its process registry is
/// damaged, of another version, or full; or a stopped process bars the entrance. The message says which, and what to do.
/// </remarks>
public sealed class DomainException : MultiprocessingException
{
    internal DomainException(string directory, string message, Exception? innerException = null)
        : base(message, innerException) => Directory = directory;

    /// <summary>The domain's directory, or the name that cannot be one.</summary>
    public string Directory { get; }

    // Platform, which finds the fault, has no public types. Whatever of the product comes first, its errors are set before it.
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Runs only with the first use of the product, sets one delegate, and cannot fail.")]
    internal static void TranslateRefusals() =>
        DomainUnavailableException.Translation = static refused => new DomainException(refused.Directory, refused.Message, refused);
}
