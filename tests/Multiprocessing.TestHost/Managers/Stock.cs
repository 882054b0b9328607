namespace Multiprocessing.TestHost.Managers;

/// <summary>Data of the user's own.</summary>
public sealed record Stock(string Sku, int Count, StockKind Kind = StockKind.Loose, string[]? Tags = null);
