using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Multiprocessing.Generators.Proxies.Emission;
using Multiprocessing.Generators.Proxies.Models;
using Multiprocessing.Generators.Proxies.Reading;

namespace Multiprocessing.Generators.Proxies.Forms;

/// <summary>The files of the closed forms that a program names, and of those that their members name in turn.</summary>
/// <remarks>A form is named in many places and read once a compilation. Over value types a form cannot be made at run time ahead of time, so each is written out.</remarks>
internal sealed class FormFiles
{
    // IShelf<T> with a member of type IShelf<List<T>> has forms without end.
    private const int DepthMax = 8;

    private static readonly ConditionalWeakTable<Compilation, FormFiles> s_ofCompilations = new();

    private readonly ConcurrentDictionary<INamedTypeSymbol, GeneratedFile> _files = new(SymbolEqualityComparer.Default);
    private readonly Compilation _compilation;

    private FormFiles(Compilation compilation)
    {
        _compilation = compilation;
        Shared = new SharedTypes(compilation.Assembly);
    }

    internal SharedTypes Shared { get; }

    internal static FormFiles Of(Compilation compilation) => s_ofCompilations.GetValue(compilation, static key => new FormFiles(key));

    /// <summary>The files of a form and of all that it needs.</summary>
    internal IReadOnlyList<GeneratedFile> Generate(INamedTypeSymbol form, Location place)
    {
        var done = new Dictionary<INamedTypeSymbol, GeneratedFile>(SymbolEqualityComparer.Default);
        Add(done, form, place, 0);
        return [.. done.Values];
    }

    private void Add(Dictionary<INamedTypeSymbol, GeneratedFile> done, INamedTypeSymbol form, Location place, int depth)
    {
        if (done.ContainsKey(form)) return;
        GeneratedFile file = depth > DepthMax
            ? Refused(form, place, $"its members name closed forms of generic interfaces more than {DepthMax} deep; break the chain with an interface that is not generic")
            : _files.GetOrAdd(form, one => Make(one, place));
        done.Add(form, file);
        if (file.Text is null || FaceOf(form) is not null) return;
        foreach (INamedTypeSymbol next in InterfaceReader.TypesOf(form).SelectMany(Shared.FormsIn)) Add(done, next, place, depth + 1);
    }

    private GeneratedFile Make(INamedTypeSymbol form, Location place)
    {
        if (!_compilation.IsSymbolAccessibleWithin(form, _compilation.Assembly) || HasFileLocal(form)) return Refused(form, place, "its proxy could not name one of its type arguments; make it internal or public");
        if (FaceOf(form) is { } face) return new GeneratedFile(NameOf(form), FaceEmitter.Emit(GeneratedNameOf(form), face, form), []);
        var definition = new InterfaceReader(form.OriginalDefinition, place, Shared);
        // What is wrong with the definition is said where it stands, once.
        if (definition.Read() is not { } open) return new GeneratedFile(NameOf(form), null, []);
        var reader = new InterfaceReader(form, place, Shared);
        InterfaceModel? model = reader.ReadForm(GeneratedNameOf(form), InterfaceReader.HasTwins(form, open, Shared) ? InterfaceReader.TwinsNameOf(form) : null);
        return new GeneratedFile(NameOf(form), model is null ? null : FileEmitter.EmitForm(model), reader.Findings);
    }

    private GeneratedFile Refused(INamedTypeSymbol form, Location place, string reason) => new(NameOf(form), null, [new Finding(Diagnostics.InterfaceNotShared, place, form.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), reason)]);

    /// <summary>The method of the library that registers the form, where its objects are used through a class of the library.</summary>
    internal static string? FaceOf(INamedTypeSymbol form) => form.GetAttributes()
        .Where(static attribute => attribute.AttributeClass is { Name: "SharedFaceAttribute", ContainingAssembly.Name: "Multiprocessing" })
        .Select(static attribute => attribute.ConstructorArguments[0].Value as string).FirstOrDefault();

    private static bool HasFileLocal(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => HasFileLocal(array.ElementType),
        INamedTypeSymbol named => named.IsFileLocal || named.TypeArguments.Any(HasFileLocal),
        _ => false,
    };

    private string NameOf(INamedTypeSymbol form) => GeneratedNameOf(form) + ".g.cs";

    // Two assemblies that see each other's internals may both have the form; two forms may look alike when only their last names are read.
    private string GeneratedNameOf(INamedTypeSymbol form) => $"{InterfaceReader.IdentifierOf(form)}_In_{new string([.. (_compilation.AssemblyName ?? "").Select(static letter => char.IsLetterOrDigit(letter) ? letter : '_')])}";
}
