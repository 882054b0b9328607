using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Multiprocessing.Repository.Tests.Layers;

/// <summary>The product's own source, compiled in memory, so that the meaning of each name in it can be asked for.</summary>
/// <remarks>Source generators do not run here; what they would have added stays unresolved and is nobody's dependency.</remarks>
internal static class ProductCompilation
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly Lazy<CSharpCompilation> s_instance = new(Make);

    /// <summary>The compilation of src/Multiprocessing.</summary>
    public static CSharpCompilation Instance => s_instance.Value;

    /// <summary>The top folder of a file of the product, such as <c>Memory</c>, or nothing for a file beside the folders.</summary>
    public static string? FolderOf(string file)
    {
        string[] parts = file.Split('/');
        return parts.Length > 3 && parts[0] == "src" && parts[1] == "Multiprocessing" ? parts[2] : null;
    }

    private static CSharpCompilation Make()
    {
        IEnumerable<SyntaxTree> trees = Tree.CSharp("src/Multiprocessing").Select(Source.Parse)
            .Append(CSharpSyntaxTree.ParseText(ImplicitUsings, Source.Options, "ImplicitUsings.cs"));
        // Named as the product, so that the platform shows it its internals.
        return CSharpCompilation.Create("Multiprocessing", trees, References.All(except: "Multiprocessing"), new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, metadataImportOptions: MetadataImportOptions.All));
    }
}
