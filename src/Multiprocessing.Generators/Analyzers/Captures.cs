using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Multiprocessing.Generators.Analyzers;

/// <summary>What a lambda, local function or method group takes along from where it is written.</summary>
internal static class Captures
{
    /// <summary>What the object itself is called among the captured.</summary>
    internal const string This = "this";

    /// <summary>The names of the captured variables, in the order met; <see cref="This"/> for the object. Empty when nothing is captured.</summary>
    internal static ImmutableArray<string> Of(IOperation entry)
    {
        var found = new Collector();
        switch (entry)
        {
            case IAnonymousFunctionOperation lambda:
                found.Walk(lambda, lambda.Syntax);
                break;
            case IMethodReferenceOperation { Method.MethodKind: MethodKind.LocalFunction } reference:
                found.WalkLocalFunction(reference.Method, reference);
                break;
            // An instance method of an object, or an extension method closed over its first argument.
            case IMethodReferenceOperation { Instance: { } instance }:
                found.Add(instance is IInstanceReferenceOperation ? This : instance.Syntax.ToString());
                break;
        }

        return found.Names;
    }

    private sealed class Collector
    {
        private readonly ImmutableArray<string>.Builder _names = ImmutableArray.CreateBuilder<string>();
        private readonly HashSet<ISymbol> _functions = new(SymbolEqualityComparer.Default);

        internal ImmutableArray<string> Names => _names.ToImmutable();

        internal void Add(string name)
        {
            if (!_names.Contains(name))
            {
                _names.Add(name);
            }
        }

        /// <summary>Looks for references from a function's body to what is declared outside of it.</summary>
        internal void Walk(IOperation function, SyntaxNode boundary)
        {
            foreach (IOperation operation in Used(function))
            {
                switch (operation)
                {
                    case ILocalReferenceOperation { Local: { HasConstantValue: false } local }:
                        AddIfOutside(local, boundary);
                        break;
                    case IParameterReferenceOperation { Parameter: var parameter }:
                        AddIfOutside(parameter, boundary);
                        break;
                    case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }:
                        Add(This);
                        break;
                    case IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction } called }:
                        WalkLocalFunction(called, operation);
                        break;
                    case IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } referred }:
                        WalkLocalFunction(referred, operation);
                        break;
                }
            }
        }

        /// <summary>A local function that captures makes whoever calls it capture the same.</summary>
        internal void WalkLocalFunction(IMethodSymbol function, IOperation from)
        {
            IMethodSymbol definition = function.OriginalDefinition;
            if (definition.IsStatic || !_functions.Add(definition) || from.SemanticModel is not { } model)
            {
                return;
            }

            if (definition.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } syntax && model.GetOperation(syntax) is { } body)
            {
                Walk(body, syntax);
            }
        }

        // What is only named by nameof is not used.
        private static IEnumerable<IOperation> Used(IOperation operation) => operation.ChildOperations.Where(static child => child is not INameOfOperation)
            .SelectMany(static child => Used(child).Prepend(child));

        private void AddIfOutside(ISymbol variable, SyntaxNode boundary)
        {
            if (variable.DeclaringSyntaxReferences.FirstOrDefault() is { } declared ? !boundary.Span.Contains(declared.Span) : IsOfOuterMember(variable))
            {
                Add(variable.Name);
            }
        }

        // Parameters without a declaration: 'value' of a setter and 'args' of top-level statements lie outside of every function.
        private static bool IsOfOuterMember(ISymbol variable) => variable.ContainingSymbol is IMethodSymbol { MethodKind: not (MethodKind.AnonymousFunction or MethodKind.LocalFunction) };
    }
}
