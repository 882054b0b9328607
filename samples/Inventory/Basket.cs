namespace Inventory;

/// <summary>A client's basket.</summary>
internal sealed class Basket(string owner, Stock stock) : IBasket
{
    private readonly List<string> _pieces = [];

    public string Owner { get; } = owner;

    public bool Put(string sku)
    {
        if (stock[sku] == 0) return false;
        stock[sku]--;
        _pieces.Add(sku);
        return true;
    }

    public void Dispose()
    {
        foreach (string sku in _pieces) stock.Add(sku, 1);
        _pieces.Clear();
    }
}
