using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Diagnostics;

namespace Multiprocessing.Serialization;

/// <summary>
/// What a segment's header says of the elements in it: a type whose bytes mean the same in every process of the machine. Accepted are the types of
/// <see cref="ElementLeaves"/> and structs made of them, also inline arrays and fixed buffers; refused are references, pointers, <see cref="nint"/> and structs
/// with automatic layout, whose fields each compiler may place anew.
/// </summary>
/// <remarks>
/// The fingerprint is a hash of <see cref="Structure"/>: names and sizes of the type and of all types in it, and for each field its offset, name and type. Offsets
/// are measured (<see cref="ElementStructure"/>), so neither the order in which a compiler reports fields nor padding rules enter.
/// </remarks>
internal sealed class ElementType
{
    private static readonly ConcurrentDictionary<Type, ElementType> s_accepted = new();
    private static readonly ConcurrentDictionary<Type, string> s_refused = new();

    private ElementType(Type type, string structure)
    {
        Type = type;
        Name = TypeNames.Full(type);
        Size = System.Runtime.CompilerServices.RuntimeHelpers.SizeOf(type.TypeHandle);
        Structure = structure;
        Fingerprint = Serialization.Fingerprint.Of(structure);
    }

    internal Type Type { get; }

    /// <summary>The full name, without assembly: <c>System.Double</c>.</summary>
    internal string Name { get; }

    /// <summary>In bytes.</summary>
    internal int Size { get; }

    /// <summary>Never 0. Equal in all processes that see the same layout under the same name, whichever compiler made them.</summary>
    internal ulong Fingerprint { get; }

    /// <summary>The text that the fingerprint is a hash of.</summary>
    internal string Structure { get; }

    /// <summary>The element type of <typeparamref name="T"/>; found once, then remembered.</summary>
    /// <exception cref="ArgumentException">The bytes of a <typeparamref name="T"/> do not mean the same everywhere; the message gives the path to the member.</exception>
    internal static ElementType Of<T>()
        where T : unmanaged => Known<T>.Type ?? throw Errors.ElementRefused(typeof(T), s_refused[typeof(T)], ElementLeaves.Allowed);

    /// <summary>False where <typeparamref name="T"/> is no element type; then the reason is a path and a type, such as <c>Job.Handle: IntPtr</c>.</summary>
    internal static bool TryOf<T>([NotNullWhen(true)] out ElementType? element, [NotNullWhen(false)] out string? reason)
    {
        element = Known<T>.Type;
        reason = element is null ? s_refused[typeof(T)] : null;
        return element is not null;
    }

    /// <summary>Null where the type is no element type.</summary>
    internal static ElementType? Find(Type type)
    {
        if (s_accepted.TryGetValue(type, out ElementType? found)) return found;
        if (s_refused.ContainsKey(type)) return null;
        if (ElementStructure.TryDescribe(type, out string? structure, out string? reason)) return s_accepted.GetOrAdd(type, new ElementType(type, structure));
        s_refused.TryAdd(type, reason);
        return null;
    }

    private static class Known<T>
    {
        internal static readonly ElementType? Type = Find(typeof(T));
    }
}
