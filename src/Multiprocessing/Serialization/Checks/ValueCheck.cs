using PolyType;

namespace Multiprocessing.Serialization.Checks;

/// <summary>
/// Looks at a value, before it is written, for what the MessagePack library would not tell: an object whose type is not the declared one (it would arrive as the
/// declared one, with the rest cut off), and a graph that never ends.
/// </summary>
internal static class ValueCheck
{
    private const int PathMax = 300;

    /// <summary>Null where no value of the type can have anything wrong.</summary>
    internal static ValueCheck<T>? For<T>(ITypeShape<T> shape) => (ValueCheck<T>?)new ValueCheckBuilder().Build(shape);

    /// <summary>Puts a step before the path that a check below found.</summary>
    internal static string Prepend(string step, string found) => found.Length > PathMax && !found.StartsWith('…') ? "…" + found : found.Length > PathMax ? found : step + found;

    internal static string TooDeep(Type type) => $": {TypeNames.Short(type)} (objects lie deeper in each other than the serializer's MaxDepth, or contain themselves)";

    internal static string OtherType(Type found, Type declared) =>
        $": {TypeNames.Short(found)} (declared as {TypeNames.Short(declared)}, as which it would arrive; name the class there with [DerivedTypeShape(typeof({TypeNames.Short(found)}))])";
}
