using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Multiprocessing.CodeFixes;

/// <summary>Fixes MP0001: makes the lambda static, and passes what it captured as arguments.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PassCapturedAsArgumentsFix))]
[Shared]
public sealed class PassCapturedAsArgumentsFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MP0001"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span, getInnermostNodeForTie: true) is not LambdaExpressionSyntax lambda || model is null) return;
        if (CapturingCall.TryRead(lambda, model) is not { } call) return;
        string title = $"Pass {string.Join(", ", call.Captured.Select(static one => $"'{one.Name}'"))} as {(call.Captured.Length == 1 ? "an argument" : "arguments")}";
        context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(call.Invocation, call.Rewrite()))), nameof(PassCapturedAsArgumentsFix)), context.Diagnostics);
    }
}
