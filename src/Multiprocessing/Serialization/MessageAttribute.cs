namespace Multiprocessing;

/// <summary>
/// Has the source generator make a codec for messages of a type. It finds by itself what stands in the calls and types of this library; name the types that it does not see, such as those
/// that reach a queue only through a generic method of your own.
/// </summary>
/// <param name="type">The type, closed.</param>
/// <remarks>A type without a codec travels too, in the same form, but its first message costs milliseconds, and not in a program compiled ahead of time.</remarks>
/// <example><code>[assembly: Message(typeof(Order))]</code></example>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class MessageAttribute(Type type) : Attribute
{
    /// <summary>The type.</summary>
    public Type Type { get; } = type;
}
