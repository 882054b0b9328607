namespace Multiprocessing.TestHost.Managers;

/// <summary>An exception that a client does not make from its name.</summary>
public sealed class StockException(string message) : Exception(message);
