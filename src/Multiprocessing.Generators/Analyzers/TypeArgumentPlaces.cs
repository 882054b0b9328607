using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Multiprocessing.Generators.Analyzers;

/// <summary>Where a reader looks for the cause of a call's type argument.</summary>
internal static class TypeArgumentPlaces
{
    /// <summary>The type argument where it is written, else the argument that it was inferred from, else the method's name.</summary>
    internal static Location Of(IInvocationOperation call, int index)
    {
        SimpleNameSyntax? name = call.Syntax is InvocationExpressionSyntax { Expression: var target }
            ? target switch
            {
                MemberAccessExpressionSyntax access => access.Name,
                MemberBindingExpressionSyntax binding => binding.Name,
                SimpleNameSyntax simple => simple,
                _ => null,
            }
            : null;
        if (name is GenericNameSyntax generic && index < generic.TypeArgumentList.Arguments.Count)
        {
            return generic.TypeArgumentList.Arguments[index].GetLocation();
        }

        ITypeParameterSymbol parameter = call.TargetMethod.OriginalDefinition.TypeParameters[index];
        IArgumentOperation? argument = call.Arguments.FirstOrDefault(argument =>
            argument is { ArgumentKind: ArgumentKind.Explicit, Parameter: { } declared } && SymbolEqualityComparer.Default.Equals(declared.OriginalDefinition.Type, parameter));
        return (argument?.Syntax ?? name ?? call.Syntax).GetLocation();
    }
}
