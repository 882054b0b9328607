using Multiprocessing.Diagnostics;
using Multiprocessing.Serialization.Checks;
using PolyType;

namespace Multiprocessing.Serialization;

/// <summary>What the built-in serializer knows of the message type <typeparamref name="T"/>: its shape, found fit to travel.</summary>
internal sealed class MessageType<T> : MessageType
{
    private MessageType(ITypeShape<T> shape, MessageWalk walk)
        : base($"{TypeNames.Full(typeof(T))};{walk.Description}", walk.CarriesShared)
    {
        Shape = shape;
        Check = ValueCheck.For(shape);
    }

    internal ITypeShape<T> Shape { get; }

    /// <summary>Compares the types of objects with the declared ones; null where they cannot differ.</summary>
    internal ValueCheck<T>? Check { get; }

    /// <exception cref="ArgumentException">The type cannot travel.</exception>
    internal static MessageType<T> Create(ITypeShape<T> shape)
    {
        MessageWalk walk = new();
        if (walk.Walk(shape, TypeNames.Short(typeof(T))) is { } reason) throw Errors.MessageTypeRefused(typeof(T), reason, MessageLeaves.Allowed);
        return new MessageType<T>(shape, walk);
    }
}
