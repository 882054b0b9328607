using Microsoft.CodeAnalysis;

namespace Multiprocessing.Repository.Tests;

/// <summary>The assemblies that code compiled by these tests may refer to.</summary>
internal static class References
{
    // Read once: the compilations of all tests share what the compiler learns of them.
    private static readonly Lazy<IReadOnlyList<(string Name, MetadataReference Reference)>> s_references = new(static () =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(static path => (Path.GetFileNameWithoutExtension(path), (MetadataReference)MetadataReference.CreateFromFile(path))),
    ]);

    /// <summary>The framework and every library beside this test, save one.</summary>
    public static IEnumerable<MetadataReference> All(string except = "") => s_references.Value
        .Where(reference => reference.Name != except).Select(static reference => reference.Reference);
}
