using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiprocessing.Repository.Tests.Layouts;

/// <summary>A struct that lies in memory shared by processes: its size and where each field begins and ends.</summary>
internal sealed class Layout
{
    private Layout(Type type)
    {
        Type = type;
        Size = SizeOf(type);
        Fields = [.. type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(static field => new LayoutField(field.Name, field.FieldType, field.GetCustomAttribute<FieldOffsetAttribute>()!.Value, SizeOf(field.FieldType)))
            .OrderBy(static field => field.Offset)];
    }

    /// <summary>Every explicit layout of the product and its platform, save those that the kernel reads.</summary>
    public static IEnumerable<Layout> All => new[] { Product.Main, Product.Platform }
        .SelectMany(static assembly => assembly.GetTypes())
        .Where(static type => type is { IsValueType: true, IsExplicitLayout: true, ContainsGenericParameters: false } && !IsOfTheKernel(type))
        .OrderBy(static type => type.FullName, StringComparer.Ordinal)
        .Select(static type => new Layout(type));

    public Type Type { get; }

    public int Size { get; }

    public IReadOnlyList<LayoutField> Fields { get; }

    public string Name => Type.FullName!.Replace('+', '.');

    // Structs of system calls and of the kernel's robust list, and what the compiler makes for constant data.
    private static bool IsOfTheKernel(Type type) =>
        type.FullName!.Contains(".RobustList+", StringComparison.Ordinal) ||
        type.FullName.Contains(".Interop.", StringComparison.Ordinal) || type.FullName.Contains("<PrivateImplementationDetails>", StringComparison.Ordinal);

    private static int SizeOf(Type type) => (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;
}
