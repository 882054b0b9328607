namespace Multiprocessing.Testing;

/// <summary>A process of a test did something else than the test wanted. The message has its output.</summary>
internal sealed class TestProcessException(string message) : Exception(message);
