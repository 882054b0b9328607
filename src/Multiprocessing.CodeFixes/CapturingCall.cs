using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Multiprocessing.Generators.Analyzers;

namespace Multiprocessing.CodeFixes;

/// <summary>A call that starts a child with a lambda that captures variables, where passing them as arguments means the same.</summary>
internal sealed class CapturingCall
{
    private const int ArgumentsMax = 4;

    private readonly LambdaExpressionSyntax _lambda;
    private readonly int _lastPassed;
    private readonly bool _hasToken;

    /// <param name="invocation">The call.</param>
    /// <param name="lambda">The lambda.</param>
    /// <param name="captured">The variables, in the order met.</param>
    /// <param name="lastPassed">The place in the argument list after which they go.</param>
    /// <param name="hasToken">Whether the lambda's last parameter is the child's token, for which no argument is passed.</param>
    private CapturingCall(InvocationExpressionSyntax invocation, LambdaExpressionSyntax lambda, ImmutableArray<ISymbol> captured, int lastPassed, bool hasToken)
    {
        Invocation = invocation;
        _lambda = lambda;
        Captured = captured;
        _lastPassed = lastPassed;
        _hasToken = hasToken;
    }

    internal InvocationExpressionSyntax Invocation { get; }

    internal ImmutableArray<ISymbol> Captured { get; }

    /// <summary>
    /// The call around a lambda; null where there is nothing to be offered: the object itself is captured, a captured variable is changed (the child's copy would be
    /// changed instead), more than four arguments would be passed, or the call is not the product's.
    /// </summary>
    internal static CapturingCall? TryRead(LambdaExpressionSyntax lambda, SemanticModel model)
    {
        if (lambda.Parent is not ArgumentSyntax { NameColon: null, Parent.Parent: InvocationExpressionSyntax invocation }) return null;
        if (model.GetOperation(lambda) is not { } operation || model.GetOperation(invocation) is not IInvocationOperation called) return null;
        if (!ProductTypes.IsOfProduct(called.TargetMethod.ContainingType)) return null;
        ImmutableArray<string> names = Captures.Of(operation);
        if (names.Length == 0 || names.Contains(Captures.This)) return null;
        int given = called.TargetMethod.Parameters.Count(IsPassed);
        if (given + names.Length > ArgumentsMax || Variables(lambda, names, model) is not { } captured) return null;
        ImmutableArray<IParameterSymbol> declared = ((IAnonymousFunctionOperation)operation).Symbol.Parameters;
        return new CapturingCall(invocation, lambda, captured, LastPassedOf(invocation, called), declared.Length > given);
    }

    /// <summary>The call with a static lambda, and the variables among the arguments.</summary>
    internal InvocationExpressionSyntax Rewrite()
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = Invocation.ArgumentList.Arguments;
        int place = _lastPassed;
        ArgumentSyntax[] added = [.. Captured.Select(static one => SyntaxFactory.Argument(SyntaxFactory.IdentifierName(one.Name)).WithLeadingTrivia(SyntaxFactory.Space))];
        var all = new List<ArgumentSyntax>(arguments.Select(argument => argument.Expression == _lambda ? argument.WithExpression(RewriteLambda()) : argument));
        all.InsertRange(place + 1, added);
        var commas = new List<SyntaxToken>(arguments.GetSeparators());
        commas.InsertRange(Math.Min(place, commas.Count), added.Select(static _ => SyntaxFactory.Token(SyntaxKind.CommaToken)));
        return Invocation.WithArgumentList(Invocation.ArgumentList.WithArguments(SyntaxFactory.SeparatedList(all, commas)));
    }

    private static bool IsPassed(IParameterSymbol parameter) => parameter.Name.StartsWith("argument", StringComparison.Ordinal);

    private static int LastPassedOf(InvocationExpressionSyntax invocation, IInvocationOperation called)
    {
        // The last of what is passed on; the entry point itself where nothing is.
        IArgumentOperation last = called.Arguments.LastOrDefault(static one => one.Parameter is { } parameter && IsPassed(parameter))
            ?? called.Arguments.First(static one => one.Parameter is { Name: "entry" });
        return invocation.ArgumentList.Arguments.IndexOf((ArgumentSyntax)last.Syntax);
    }

    private static ImmutableArray<ISymbol>? Variables(LambdaExpressionSyntax lambda, ImmutableArray<string> names, SemanticModel model)
    {
        DataFlowAnalysis? flow = model.AnalyzeDataFlow(lambda.Body);
        if (flow is not { Succeeded: true } || flow.WrittenInside.Any(one => names.Contains(one.Name) && !flow.VariablesDeclared.Contains(one))) return null;
        var found = ImmutableArray.CreateBuilder<ISymbol>();
        foreach (string name in names)
        {
            // A local function that captures brings in what the lambda itself does not name.
            if (flow.DataFlowsIn.Concat(flow.CapturedInside).Concat(flow.ReadInside).FirstOrDefault(one => one.Name == name && !flow.VariablesDeclared.Contains(one)) is not { } variable) return null;
            if (!lambda.DescendantNodes().OfType<IdentifierNameSyntax>().Any(used => used.Identifier.ValueText == name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(used).Symbol, variable))) return null;
            found.Add(variable);
        }

        return found.ToImmutable();
    }

    private ParenthesizedLambdaExpressionSyntax RewriteLambda()
    {
        var whole = _lambda as ParenthesizedLambdaExpressionSyntax;
        List<ParameterSyntax> parameters = _lambda is SimpleLambdaExpressionSyntax simple ? [simple.Parameter.WithoutTrivia()] : [.. whole!.ParameterList.Parameters];
        bool isTyped = parameters.Count > 0 && parameters[0].Type is not null;
        int place = parameters.Count - (_hasToken ? 1 : 0);
        parameters.InsertRange(place, Captured.Select(one => SyntaxFactory.Parameter(SyntaxFactory.Identifier(one.Name)).WithType(isTyped ? TypeOf(one) : null)));
        var commas = Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), parameters.Count - 1);
        ParameterListSyntax list = SyntaxFactory.ParameterList(SyntaxFactory.SeparatedList(parameters.Select(static one => one.WithoutTrivia()), commas)).WithTrailingTrivia(SyntaxFactory.Space);
        var modifiers = SyntaxFactory.TokenList(SyntaxFactory.Token(SyntaxKind.StaticKeyword).WithTrailingTrivia(SyntaxFactory.Space)).AddRange(_lambda.Modifiers.Where(static one => !one.IsKind(SyntaxKind.StaticKeyword)).Select(static one => one.WithLeadingTrivia()));
        return SyntaxFactory.ParenthesizedLambdaExpression(_lambda.AttributeLists, modifiers, whole?.ReturnType, list, _lambda.ArrowToken, _lambda.Block, _lambda.ExpressionBody).WithTriviaFrom(_lambda);
    }

    private static TypeSyntax TypeOf(ISymbol variable)
    {
        ITypeSymbol type = variable is ILocalSymbol local ? local.Type : ((IParameterSymbol)variable).Type;
        return SyntaxFactory.ParseTypeName(type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)).WithTrailingTrivia(SyntaxFactory.Space);
    }
}
