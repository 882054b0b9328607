using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Multiprocessing.Generators.Codecs.Reading;

namespace Multiprocessing.Generators.Analyzers;

/// <summary>MP0004: tells of arguments, results and items whose type has no generated code, and travels by the general serializer.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CodecAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Diagnostics.NoGeneratedCodec];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(AnalyzeCall, OperationKind.Invocation);
        context.RegisterSymbolAction(AnalyzeInterface, SymbolKind.NamedType);
    }

    private static void AnalyzeCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!ProductTypes.IsCarrier(call.TargetMethod)) return;
        for (int index = 0; index < call.TargetMethod.TypeArguments.Length; index++)
        {
            ITypeSymbol type = call.TargetMethod.TypeArguments[index];
            if (IsOpen(type) || MessageRules.Refuse(type) is not null) continue;
            foreach ((ITypeSymbol found, string reason) in MessageRoots.RefusedIn(context.Compilation, type))
                context.ReportDiagnostic(Diagnostic.Create(Diagnostics.NoGeneratedCodec, TypeArgumentPlaces.Of(call, index), Short(found), reason));
        }
    }

    private static void AnalyzeInterface(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Interface || type.IsGenericType || !type.GetAttributes().Any(static attribute => attribute.AttributeClass is { Name: "SharedAttribute" } marked && ProductTypes.IsOfProduct(marked))) return;
        foreach ((ITypeSymbol found, string reason) in MessageRoots.RefusedIn(context.Compilation, type))
        {
            // What cannot travel at all is refused by other rules; and in EventArgs there is nothing.
            if (found.IsRefLikeType || IsOpen(found) || MessageRules.Refuse(found) is not null || ProductTypes.FullName(found) == "System.EventArgs") continue;
            context.ReportDiagnostic(Diagnostic.Create(Diagnostics.NoGeneratedCodec, type.Locations[0], Short(found), reason));
        }
    }

    /// <summary>Whether which type it is depends on the caller of generic code.</summary>
    private static bool IsOpen(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsOpen(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(IsOpen) || (named.ContainingType is not null && IsOpen(named.ContainingType)),
        _ => type.TypeKind is TypeKind.TypeParameter or TypeKind.Error or TypeKind.Dynamic,
    };

    private static string Short(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
