using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Diagnostics;
using PolyType;
using PolyType.ReflectionProvider;

namespace Multiprocessing.Serialization;

/// <summary>Where the shapes of message types come from: the providers that the program registered, then reflection, where the program has it.</summary>
internal static class MessageShapes
{
    private static ITypeShapeProvider[] s_providers = [];

    /// <summary>
    /// Whether shapes may be made by reflection. Off in a program that was compiled ahead of time, where reflection shapes write but cannot read, and in one published trimmed
    /// with the switch <c>Multiprocessing.ReflectionShapes</c> set to false, as the package does unless the program's project sets <c>MultiprocessingReflectionShapes</c>.
    /// </summary>
    [FeatureSwitchDefinition("Multiprocessing.ReflectionShapes")]
    [FeatureGuard(typeof(RequiresUnreferencedCodeAttribute))]
    [FeatureGuard(typeof(RequiresDynamicCodeAttribute))]
    [UnconditionalSuppressMessage("Trimming", "IL4000", Justification = "The switch decides; a program published without reflection shapes sets it to false, and then the guarded code goes.")]
    internal static bool IsReflectionSupported =>
        AppContext.TryGetSwitch("Multiprocessing.ReflectionShapes", out bool isOn) ? isOn : System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported;

    internal static void Add(ITypeShapeProvider provider)
    {
        ITypeShapeProvider[] before, after;
        do
        {
            before = Volatile.Read(ref s_providers);
            after = [.. before, provider];
        }
        while (Interlocked.CompareExchange(ref s_providers, after, before) != before);
    }

    /// <exception cref="ArgumentException">There is no shape for the type in this program.</exception>
    internal static ITypeShape<T> Of<T>()
    {
        foreach (ITypeShapeProvider provider in Volatile.Read(ref s_providers))
            if (provider.GetTypeShape(typeof(T)) is ITypeShape<T> shape) return shape;
        if (!IsReflectionSupported) throw Errors.ShapeMissing(typeof(T));
        try
        {
            return ReflectionTypeShapeProvider.Default.GetTypeShape<T>();
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException or InvalidOperationException)
        {
            throw Errors.MessageTypeRefused(typeof(T), $"{TypeNames.Short(typeof(T))} ({e.Message})", MessageLeaves.Allowed, e);
        }
    }
}
