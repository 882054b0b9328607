using System.Diagnostics.CodeAnalysis;

namespace Multiprocessing.Managers;

/// <summary>Tells a factory's exception from a member's on the way to the frame that reports it.</summary>
[SuppressMessage("Design", "CA1064", Justification = "It never leaves the library: its catcher reports the inner one.")]
internal sealed class FactoryFailedException(Exception innerException) : Exception("A factory failed.", innerException);
