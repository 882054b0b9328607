using Microsoft.CodeAnalysis;

namespace Multiprocessing.Repository.Tests;

/// <summary>The assemblies that code compiled by these tests may refer to.</summary>
internal static class References
{
    private static readonly Lazy<IReadOnlyList<string>> s_paths = new(static () =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The framework and every library beside this test, save one.</summary>
    public static IEnumerable<MetadataReference> All(string except = "") => s_paths.Value
        .Where(path => Path.GetFileNameWithoutExtension(path) != except)
        .Select(static path => MetadataReference.CreateFromFile(path));
}
