using System.ComponentModel;

namespace Multiprocessing;

/// <summary>The table of the codecs that the source generator made. For generated code: each assembly enters its own from a module initializer.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GeneratedCodecs
{
    private static Func<Type, object?>[] s_finders = [];

    /// <summary>Whether any assembly entered codecs.</summary>
    internal static bool IsUsed => Volatile.Read(ref s_finders).Length > 0;

    /// <summary>Enters the codecs of an assembly. Nothing is made before a type is asked for.</summary>
    /// <param name="find">Gives the <see cref="GeneratedCodec{T}"/> of a type, or null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="find"/> is null.</exception>
    public static void Add(Func<Type, object?> find)
    {
        ArgumentNullException.ThrowIfNull(find);
        Func<Type, object?>[] before, after;
        do
        {
            before = Volatile.Read(ref s_finders);
            after = [.. before, find];
        }
        while (Interlocked.CompareExchange(ref s_finders, after, before) != before);
    }

    /// <summary>Null where no assembly of the program has one.</summary>
    internal static GeneratedCodec<T>? Find<T>()
    {
        foreach (Func<Type, object?> find in Volatile.Read(ref s_finders))
            if (find(typeof(T)) is GeneratedCodec<T> codec) return codec;
        return null;
    }
}
