namespace Multiprocessing;

/// <summary>Marks a member of a shared interface that only reads: a client whose key grants <see cref="AccessRights.Read"/> may call it.</summary>
/// <remarks>Getters count as reading without it. On an event, such clients may add handlers. The server's build of the interface counts; what the member does is not checked.</remarks>
/// <example>
/// <code>
/// [Shared]
/// public interface IInventory
/// {
///     int Count { get; }
///     [Reads] IEnumerable&lt;string&gt; Skus();
///     void Add(string sku, int n);
/// }
/// </code></example>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Event, Inherited = false)]
public sealed class ReadsAttribute : Attribute;
