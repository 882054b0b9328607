using Microsoft.CodeAnalysis;
using Multiprocessing.Generators.Proxies.Emission;
using Multiprocessing.Generators.Proxies.Models;
using Multiprocessing.Generators.Proxies.Reading;

namespace Multiprocessing.Generators.Proxies;

/// <summary>Makes proxy, contract and asynchronous twins of each interface that is marked with <c>[Shared]</c>: symbols to models, models to text.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class SharedInterfaceGenerator : IIncrementalGenerator
{
    /// <summary>The name of the step whose output is a file; for tests of what is done anew.</summary>
    internal const string FilesStep = "SharedInterfaceFiles";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<GeneratedFile> files = context.SyntaxProvider
            .ForAttributeWithMetadataName("Multiprocessing.SharedAttribute", static (_, _) => true, static (marked, _) => Generate(marked))
            .WithTrackingName(FilesStep);
        context.RegisterSourceOutput(files, static (production, file) =>
        {
            foreach (Finding finding in file.Findings) production.ReportDiagnostic(finding.ToDiagnostic());
            if (file.Text is not null) production.AddSource(file.Name, file.Text);
        });
    }

    private static GeneratedFile Generate(GeneratorAttributeSyntaxContext marked)
    {
        var type = (INamedTypeSymbol)marked.TargetSymbol;
        var reader = new InterfaceReader(type, type.Locations.First());
        string? name = marked.Attributes[0].ConstructorArguments.Select(static argument => argument.Value as string).FirstOrDefault();
        InterfaceModel? model = reader.Read(name);
        return new GeneratedFile($"{type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat).Replace('<', '_').Replace('>', '_')}.g.cs", model is null ? null : FileEmitter.Emit(model), reader.Findings);
    }
}
