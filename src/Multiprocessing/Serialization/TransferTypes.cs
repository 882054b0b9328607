using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Multiprocessing.Serialization;

/// <summary>
/// The table of the types whose objects travel as handles. A type enters it by implementing <see cref="ITransferable{TSelf}"/>; one that cannot, such as the
/// interface of a proxy, is registered.
/// </summary>
internal static class TransferTypes
{
    private static readonly ConcurrentDictionary<Type, TransferBinding?> s_bindings = new();

    // Ahead-of-time compilation makes code for SelfTransferBinding over any class from the one form that this line keeps in the program.
    private static readonly SelfTransferBinding<Canonical> s_canonical = new();

    /// <summary>Enters a type that does not implement the contract itself. An earlier entry is replaced.</summary>
    internal static void Register<T>(Func<T, TransferScope, TransferHandle> export, Func<TransferHandle, TransferScope, T> attach)
        where T : class => s_bindings[typeof(T)] = new RegisteredTransferBinding<T>(export, attach);

    /// <summary>Null where objects of the type are no shared ones.</summary>
    internal static TransferBinding? Find(Type type)
    {
        if (type.IsInterface) Announcements.RunAll();
        return s_bindings.GetOrAdd(type, static key => Bind(key));
    }

    /// <summary>Attaches to an object that another one's handle names as its companion.</summary>
    internal static T Attach<T>(in TransferHandle handle, TransferScope scope)
        where T : class => ((TransferBinding<T>)Find(typeof(T))!).Attach(handle, scope);

    private static TransferBinding? Bind(Type type)
    {
        if (!type.IsClass || type.IsAbstract || !type.IsAssignableTo(typeof(ITransferable))) return null;
        return type == typeof(Canonical) ? s_canonical : Create(type);
    }

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The argument is a class; the shared code for classes is kept by s_canonical.")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "SelfTransferBinding has one constructor, kept by s_canonical.")]
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "The argument's annotations: none.")]
    [UnconditionalSuppressMessage("Trimming", "IL2071", Justification = "The argument's annotations: none.")]
    private static TransferBinding Create(Type type) => (TransferBinding)Activator.CreateInstance(typeof(SelfTransferBinding<>).MakeGenericType(type))!;

    private sealed class Canonical : ITransferable<Canonical>
    {
        TransferHandle ITransferable.Export(TransferScope scope) => throw new InvalidOperationException("There are no objects of this type.");

        static Canonical ITransferable<Canonical>.Attach(in TransferHandle handle, TransferScope scope) => throw new InvalidOperationException("There are no objects of this type.");
    }
}
