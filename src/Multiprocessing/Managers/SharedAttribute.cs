namespace Multiprocessing;

/// <summary>Marks an interface whose objects live in one process and are used by many: the generator makes its proxy and its dispatcher.</summary>
/// <remarks>
/// What an interface may declare, and what travels how, is described in <c>docs/guides/managers.md</c>; what cannot be exported is a compile-time error at the member.
/// </remarks>
/// <example>
/// <code>
/// [Shared]
/// public interface IInventory
/// {
///     int Count { get; }
///     ValueTask&lt;bool&gt; TryTakeAsync(string sku, int n, CancellationToken ct = default);
/// }
/// </code></example>
[AttributeUsage(AttributeTargets.Interface, Inherited = false)]
public sealed class SharedAttribute : Attribute
{
    /// <summary>The object's name is the interface's: <c>Inventory</c> for <c>IInventory</c>.</summary>
    public SharedAttribute()
    {
    }

    /// <summary>Gives the name under which an object of the interface is registered where none is said.</summary>
    /// <param name="name">1 to 200 characters.</param>
    public SharedAttribute(string name) => Name = name;

    /// <summary>The name under which an object of the interface is registered where none is said; null for the interface's.</summary>
    public string? Name { get; }

    /// <summary>Which calls on one object of the interface may run at the same time, where its registration does not say; also for objects that come as results and arguments.</summary>
    /// <value><see cref="TurnPolicy.Interleaved"/>.</value>
    public TurnPolicy Turn { get; set; }
}
