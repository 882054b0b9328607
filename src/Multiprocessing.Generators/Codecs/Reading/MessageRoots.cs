using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Multiprocessing.Generators.Analyzers;
using Multiprocessing.Generators.Codecs.Models;
using Multiprocessing.Generators.Proxies.Forms;
using Multiprocessing.Generators.Proxies.Reading;

namespace Multiprocessing.Generators.Codecs.Reading;

/// <summary>Finds the types of messages at a place of the program, and reads each.</summary>
internal sealed class MessageRoots
{
    private readonly Compilation _compilation;
    private readonly SharedTypes _shared;
    private readonly HashSet<string> _seen = [];
    private readonly List<MessageModel> _found = [];
    private readonly List<(ITypeSymbol Type, string Reason)> _refused = [];

    private MessageRoots(Compilation compilation)
    {
        _compilation = compilation;
        _shared = FormFiles.Of(compilation).Shared;
    }

    /// <summary>Of a call of the product's: its type arguments; items, arguments, results, and all that the members of shared interfaces take and give.</summary>
    internal static Sequence<MessageModel> OfCall(GeneratorSyntaxContext context, CancellationToken token)
    {
        var roots = new MessageRoots(context.SemanticModel.Compilation);
        if (context.SemanticModel.GetOperation(context.Node, token) is IInvocationOperation { TargetMethod: { IsGenericMethod: true, ContainingType: { } declaring } method } && ProductTypes.IsOfProduct(declaring))
            foreach (ITypeSymbol type in method.TypeArguments) roots.Add(type);
        return roots.Found;
    }

    /// <summary>Of a generic type of the product's, or a generic shared interface, that is written out, such as that of a parameter.</summary>
    internal static Sequence<MessageModel> OfName(GeneratorSyntaxContext context, CancellationToken token)
    {
        var roots = new MessageRoots(context.SemanticModel.Compilation);
        if (context.SemanticModel.GetSymbolInfo(context.Node, token).Symbol is INamedTypeSymbol type && ProductTypes.IsOfProduct(type)) roots.Add(type);
        foreach (INamedTypeSymbol form in FormFinder.Find(context.Node, context.SemanticModel, roots._shared, token)) roots.Add(form);
        return roots.Found;
    }

    /// <summary>Of an interface that is marked with <c>[Shared]</c>.</summary>
    internal static Sequence<MessageModel> OfInterface(GeneratorAttributeSyntaxContext context)
    {
        var roots = new MessageRoots(context.SemanticModel.Compilation);
        if (context.TargetSymbol is INamedTypeSymbol { IsGenericType: false } type) roots.Add(type);
        return roots.Found;
    }

    /// <summary>Of <c>[assembly: Message(typeof(Order))]</c>.</summary>
    internal static Sequence<MessageModel> OfAssembly(GeneratorAttributeSyntaxContext context)
    {
        var roots = new MessageRoots(context.SemanticModel.Compilation);
        foreach (AttributeData attribute in context.Attributes)
            if (attribute.ConstructorArguments.FirstOrDefault().Value is ITypeSymbol type and not INamedTypeSymbol { IsUnboundGenericType: true }) roots.Add(type);
        return roots.Found;
    }

    /// <summary>Of types that travel, or a shared interface with all its members: which of the types in them have no generated code, and why.</summary>
    internal static IReadOnlyList<(ITypeSymbol Type, string Reason)> RefusedIn(Compilation compilation, params ITypeSymbol[] types)
    {
        var roots = new MessageRoots(compilation);
        foreach (ITypeSymbol type in types) roots.Add(type);
        return roots._refused;
    }

    internal static bool IsCall(SyntaxNode node) => node is InvocationExpressionSyntax;

    internal static bool IsName(SyntaxNode node) => FormFinder.MayName(node);

    private Sequence<MessageModel> Found => new([.. _found]);

    private void Add(ITypeSymbol type)
    {
        if (!_seen.Add(TypeText.Source(type))) return;
        if (_shared.IsShared(type))
        {
            foreach (ISymbol member in type.AllInterfaces.Concat([type]).SelectMany(static one => one.GetMembers())) AddSignature(member);
            return;
        }

        if (type is INamedTypeSymbol named && ProductTypes.IsOfProduct(named))
        {
            foreach (ITypeSymbol argument in named.TypeArguments) Add(argument);
            return;
        }

        foreach (INamedTypeSymbol element in ElementRules.StructsIn(type))
            if (_compilation.IsSymbolAccessibleWithin(element, _compilation.Assembly)) _found.Add(MessageModel.OfElement(TypeText.Source(element)));
        if (type.TypeKind == TypeKind.TypeParameter) return;
        if (MessageReader.TryRead(type, _compilation, _shared, out string? refusal) is { } message) _found.Add(message);
        else if (refusal is not null) _refused.Add((type, refusal));
    }

    private void AddSignature(ISymbol member)
    {
        switch (member)
        {
            case IMethodSymbol method:
                AddTravelling(method.ReturnType);
                foreach (IParameterSymbol parameter in method.Parameters) AddTravelling(parameter.Type);
                break;
            case IEventSymbol { Type: INamedTypeSymbol { DelegateInvokeMethod: { } handler } }:
                AddSignature(handler);
                break;
        }
    }

    /// <summary>A type of a signature as what travels for it: of tasks and streams the items, of sequences also arrays.</summary>
    private void AddTravelling(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_Void) return;
        if (type is INamedTypeSymbol { DelegateInvokeMethod: { } invoked } && _seen.Add(TypeText.Source(type)))
        {
            AddSignature(invoked);
            return;
        }

        if (type is not INamedTypeSymbol { TypeArguments.Length: 1 } generic || !ProductTypes.IsFramework(generic))
        {
            Add(type);
            return;
        }

        ITypeSymbol item = generic.TypeArguments[0];
        switch (generic.Name)
        {
            case "Task" or "ValueTask":
                AddTravelling(item);
                break;
            case "IAsyncEnumerable" or "IEnumerator" or "IProgress":
                Add(item);
                Add(_compilation.CreateArrayTypeSymbol(item));
                break;
            case "IEnumerable" or "IReadOnlyCollection" or "IReadOnlyList" or "ICollection" or "IList" or "ReadOnlySpan":
                Add(_compilation.CreateArrayTypeSymbol(item));
                break;
            default:
                Add(type);
                break;
        }
    }
}
