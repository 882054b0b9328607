using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Serialization;
using PolyType;

namespace Multiprocessing;

/// <summary>Where programs that are trimmed or compiled ahead of time name the types that the library is to know. Other programs never need it.</summary>
/// <remarks>
/// <para><em>Threads</em>: every member may be called from any thread. Call them when the program starts, before the types are used.</para>
/// <para><em>Processes</em>: what is registered holds for this process alone.</para>
/// <para><em>Cost</em>: an entry in a table.</para>
/// </remarks>
public static class KnownTypes
{
    /// <summary>Keeps the fields of a struct that is to lie in shared memory, or within a struct that does, so that its layout can be compared.</summary>
    /// <typeparam name="T">The struct. Structs within it need a call of their own; the framework's types, enums and nullables need none.</typeparam>
    /// <example><code>
    /// KnownTypes.AddElement&lt;Point&gt;();
    /// KnownTypes.AddElement&lt;Line&gt;();   // has two fields of type Point
    /// using var lines = SharedArray.Create&lt;Line&gt;("lines", 1000);
    /// </code></example>
    public static void AddElement<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields)] T>()
        where T : unmanaged
    {
        ElementStructure.Register(typeof(T));
        PlainType.Register<T>();
    }

    /// <summary>Makes known the shapes of message types that PolyType's source generator made, so that no reflection is needed.</summary>
    /// <param name="provider">The provider of a class marked <c>[GenerateShapeFor&lt;T&gt;]</c>. It is asked before those added later, and before reflection.</param>
    /// <exception cref="ArgumentNullException"><paramref name="provider"/> is null.</exception>
    /// <example><code>
    /// [GenerateShapeFor&lt;Order&gt;]
    /// internal partial class Shapes;
    ///
    /// KnownTypes.AddShapes(Shapes.GeneratedTypeShapeProvider);
    /// </code></example>
    public static void AddShapes(ITypeShapeProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        MessageShapes.Add(provider);
    }
}
