namespace Multiprocessing.Testing.Linearizability;

/// <summary>A history has no order in which the object could have answered as it did.</summary>
internal sealed class LinearizabilityException(string message) : Exception(message);
