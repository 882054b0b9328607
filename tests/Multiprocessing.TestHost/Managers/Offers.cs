namespace Multiprocessing.TestHost.Managers;

/// <summary>What the test servers offer.</summary>
internal static class Offers
{
    internal static readonly Factory<IBasket, string> Basket = new("basket");

    internal static readonly Factory<IShelf<int>, int> Numbers = new("numbers");

    internal static readonly Factory<IBasket, string, int> FilledBasket = new("filled-basket");

    internal static readonly Factory<IBasket, string, int, IBasket?> HeirBasket = new("heir-basket");

    internal static readonly Factory<IBasket, string, int, DateOnly, Stock[]> StockedBasket = new("stocked-basket");

    internal static readonly Factory<IInventory> Inventory = new("inventory-factory");

    internal static readonly Factory<IBasket> Broken = new("broken");

    internal static void Add(ManagerRegistration registration)
    {
        registration.AddSharedObjects();
        registration.Add<IInventory>(() => new Inventory());
        registration.Add<IInventory>("exclusive", () => new Inventory(), TurnPolicy.Exclusive);
        registration.Add<IInventory>("concurrent", () => new Inventory(), TurnPolicy.Concurrent);
        registration.Add<IInventory>("broken", static () => throw new IOException("the stock file is missing"));
        registration.Add<ILink>("link", static () => new Link());
        registration.Add<ILink>("second link", static () => new Link());
        registration.Add<ILink>("exclusive link", static () => new Link(), TurnPolicy.Exclusive);
        registration.Add<ILink>("second exclusive link", static () => new Link(), TurnPolicy.Exclusive);
        registration.Add<ILibrary<Stock>>("stocks", () => new Library<Stock>());
        registration.Add(Numbers, static first =>
        {
            var numbers = new Shelf<int>();
            numbers.Put(first);
            return numbers;
        });
        registration.Add<IShelter>(static () => new Shelter());
        registration.Add(FilledBasket, static (who, count) => Filled(who, count));
        registration.Add(HeirBasket, static (who, count, of) => Filled(who + of?.Owner, count));
        registration.Add(StockedBasket, static (who, count, day, stocks) => Filled(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{who} {day:yyyy} {stocks[0].Sku}"), count));
        registration.Add(Basket, static who => new Basket(who));
        registration.Add(Inventory, static () => new Inventory());
        registration.Add(Broken, static () => throw new IOException("no baskets"));
    }

    private static Basket Filled(string who, int count)
    {
        var basket = new Basket(who);
        for (int i = 0; i < count; i++) basket.Put("first");
        return basket;
    }
}
