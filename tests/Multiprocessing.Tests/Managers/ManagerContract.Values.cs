using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>Values at their limits, and what every object has: equality, a hash, a text.</summary>
public abstract partial class ManagerContract
{
    public static TheoryData<string> Texts => ["", " ", "\0", "a\0b", "ü", "\u2028", "😀", "e\u0301", new string('x', 50_000)];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Text_OfAnyKind_ArrivesAsItIs(string text)
    {
        Inventory.Title = text;
        Assert.Equal(text, Inventory.Title);
        Inventory[text] = 1;
        Assert.Equal([text], Inventory.Skus());
        Assert.Equal(text, Assert.Throws<InvalidOperationException>(() => Inventory.Throw("", text)).Message);
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(int.MaxValue)]
    public void Number_AtItsLimits_ArrivesAsItIs(int number)
    {
        Inventory["apple"] = number;
        Assert.Equal(number, Inventory["apple"]);
        Assert.True(Inventory.TryGet("apple", out int got));
        Assert.Equal(number, got);
        Assert.Equal(2L * number, Inventory.Sum(number, number));
        int other = 5;
        Inventory.Swap(ref number, ref other);
        Assert.Equal(5, number);
    }

    [Fact]
    public void Objects_AreEqualToThemselvesOnly()
    {
        using IBasket alice = Inventory.OpenBasket("alice");
        using IBasket again = Inventory.OpenBasket("alice");
        Assert.True(alice.Equals(alice));
        Assert.False(alice.Equals(again));
        Assert.False(alice.Equals(null));
        Assert.False(alice.Equals(Inventory));
        Assert.Equal(alice.GetHashCode(), alice.GetHashCode());
        Assert.Equal(alice.GetHashCode(), Inventory.Same(alice)!.GetHashCode());
        Assert.NotEmpty(Inventory.ToString()!);
        var seen = new HashSet<IBasket> { alice, again, Inventory.Same(alice)! };
        Assert.Equal(2, seen.Count);
    }
}
