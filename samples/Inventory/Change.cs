namespace Inventory;

/// <summary>An article has more or fewer pieces.</summary>
public sealed record Change(string Sku, int Count);
