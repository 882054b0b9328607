using Microsoft.CodeAnalysis;
using Multiprocessing.Generators.Proxies.Emission;
using Multiprocessing.Generators.Proxies.Forms;
using Multiprocessing.Generators.Proxies.Models;
using Multiprocessing.Generators.Proxies.Reading;

namespace Multiprocessing.Generators.Proxies;

/// <summary>Makes proxy, contract and asynchronous twins of each interface that is marked with <c>[Shared]</c>: symbols to models, models to text.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class SharedInterfaceGenerator : IIncrementalGenerator
{
    /// <summary>The name of the step whose output is a file; for tests of what is done anew.</summary>
    internal const string FilesStep = "SharedInterfaceFiles";

    /// <summary>The name of the step that finds closed forms of generic interfaces.</summary>
    internal const string FormsStep = "SharedInterfaceForms";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<GeneratedFile> files = context.SyntaxProvider
            .ForAttributeWithMetadataName("Multiprocessing.SharedAttribute", static (_, _) => true, static (marked, _) => Generate(marked))
            .WithTrackingName(FilesStep);
        context.RegisterSourceOutput(files, static (production, file) => Add(production, file));

        // One form is named in many places and is one file.
        IncrementalValuesProvider<GeneratedFile> forms = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => FormFinder.MayName(node), static (named, token) => GenerateForms(named, token))
            .Where(static files => files.Count > 0).WithTrackingName(FormsStep).Collect()
            .SelectMany(static (lists, _) => lists.SelectMany(static list => list).GroupBy(static file => file.Name).Select(static same => same.First()));
        context.RegisterSourceOutput(forms, static (production, file) => Add(production, file));

        IncrementalValuesProvider<GeneratedFile> foreign = context.SyntaxProvider
            .ForAttributeWithMetadataName("Multiprocessing.SharedInterfaceAttribute", static (_, _) => true, static (named, _) => GenerateForeign(named))
            .SelectMany(static (list, _) => list);
        context.RegisterSourceOutput(foreign, static (production, file) => Add(production, file));
    }

    private static void Add(SourceProductionContext production, GeneratedFile file)
    {
        foreach (Finding finding in file.Findings) production.ReportDiagnostic(finding.ToDiagnostic());
        if (file.Text is not null) production.AddSource(file.Name, file.Text);
    }

    private static GeneratedFile Generate(GeneratorAttributeSyntaxContext marked) =>
        Generate((INamedTypeSymbol)marked.TargetSymbol, marked.TargetSymbol.Locations.First(), FormFiles.Of(marked.SemanticModel.Compilation).Shared);

    private static GeneratedFile Generate(INamedTypeSymbol type, Location place, SharedTypes shared)
    {
        string name = $"{type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat).Replace('<', '_').Replace('>', '_')}.g.cs";
        if (FormFiles.FaceOf(type) is { } face) return new GeneratedFile(name, type.IsGenericType ? null : FaceEmitter.Emit(InterfaceReader.IdentifierOf(type), face, type), []);
        var reader = new InterfaceReader(type, place, shared);
        InterfaceModel? model = reader.Read();
        return new GeneratedFile(name, model is null ? null : FileEmitter.Emit(model), reader.Findings);
    }

    private static FileList GenerateForms(GeneratorSyntaxContext named, CancellationToken token)
    {
        FormFiles files = FormFiles.Of(named.SemanticModel.Compilation);
        return new FileList([.. FormFinder.Find(named.Node, named.SemanticModel, files.Shared, token).SelectMany(form => files.Generate(form, named.Node.GetLocation()))]);
    }

    // A form that an attribute names is found where it is written, as any.
    private static FileList GenerateForeign(GeneratorAttributeSyntaxContext named)
    {
        FormFiles files = FormFiles.Of(named.SemanticModel.Compilation);
        return new FileList([.. named.Attributes.SelectMany(attribute => Foreign(attribute, files.Shared))]);
    }

    private static IEnumerable<GeneratedFile> Foreign(AttributeData attribute, SharedTypes shared)
    {
        if (attribute.ConstructorArguments[0].Value is not INamedTypeSymbol type || !shared.IsForeign(type) || type.IsGenericType) yield break;
        yield return Generate(type, attribute.ApplicationSyntaxReference!.GetSyntax().GetLocation(), shared);
    }
}
