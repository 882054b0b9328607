namespace Multiprocessing;

/// <summary>Shares an interface that cannot be marked with <see cref="SharedAttribute"/>, since it is another's, or a generic one with type arguments that the program names nowhere.</summary>
/// <remarks>The assembly that bears the attribute gets proxy and dispatcher of it, and its own shared interfaces pass objects of it by reference.</remarks>
/// <param name="type">The interface: <c>typeof(IClock)</c>, <c>typeof(IRepository&lt;Order&gt;)</c>, or <c>typeof(IRepository&lt;&gt;)</c> for each form that the assembly names.</param>
/// <example>
/// <code>
/// [assembly: SharedInterface(typeof(Vendor.IClock))]
/// </code></example>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class SharedInterfaceAttribute(Type type) : Attribute
{
    /// <summary>The interface.</summary>
    public Type Type { get; } = type;
}
