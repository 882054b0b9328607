using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Multiprocessing.Repository.Tests.Style;

/// <summary>Code that may not stand anywhere in the repository.</summary>
public partial class BannedCodeTests
{
    [Fact]
    public void Code_OutsideBenchmarks_NeverSleepsToWait()
    {
        var findings = new Findings("Nothing sleeps to wait: wait on a condition, with a deadline.");
        foreach (MemberAccessExpressionSyntax access in Nodes<MemberAccessExpressionSyntax>().Where(static access => !access.SyntaxTree.FilePath.StartsWith("benchmarks/", StringComparison.Ordinal)))
        {
            if (access.Name.Identifier.Text == "Sleep" && access.Expression is IdentifierNameSyntax { Identifier.Text: "Thread" })
            {
                findings.Add(Source.Place(access));
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void Catch_Anywhere_IsNeverEmpty()
    {
        var findings = new Findings("No empty catch: cleanup that may fail says, in a comment inside, what state remains, and says which exceptions it means.");
        foreach (CatchClauseSyntax clause in Nodes<CatchClauseSyntax>())
        {
            bool empty = clause.Block.Statements.Count == 0;
            bool explained = clause.Block.DescendantTrivia().Any(static trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia));
            if (empty && (!explained || clause.Declaration is null || (clause.Declaration.Type.ToString() == "Exception" && clause.Filter is null)))
            {
                findings.Add(Source.Place(clause));
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void Exception_NotImplemented_IsNeverThrown()
    {
        var findings = new Findings("No stubs: what is not implemented is not there.");
        foreach (ObjectCreationExpressionSyntax creation in Nodes<ObjectCreationExpressionSyntax>())
        {
            if (creation.Type.ToString().EndsWith("NotImplementedException", StringComparison.Ordinal))
            {
                findings.Add(Source.Place(creation));
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void Comment_Anywhere_LeavesNoWorkForLater()
    {
        var findings = new Findings("No notes to do something later, no regions, no banners: an open matter is an issue.");
        foreach (string file in Tree.CSharp(Source.Everywhere))
        {
            foreach (SyntaxTrivia trivia in Source.Root(file).DescendantTrivia(descendIntoTrivia: true))
            {
                bool region = trivia.IsKind(SyntaxKind.RegionDirectiveTrivia);
                bool comment = trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)
                    || trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia);
                if (region || (comment && (LaterPattern().IsMatch(trivia.ToString()) || BannerPattern().IsMatch(trivia.ToString()))))
                {
                    findings.Add(Source.Place(trivia.GetLocation()));
                }
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void Pragma_ThatDisablesAWarning_SaysWhy()
    {
        var findings = new Findings("A suppressed warning carries its reason: '#pragma warning disable ID // because', or a comment on the line above.");
        foreach (string file in Tree.CSharp(Source.Everywhere))
        {
            string[] lines = Tree.Read(file).Split('\n');
            for (int index = 0; index < lines.Length; index++)
            {
                bool disables = lines[index].TrimStart().StartsWith("#pragma warning disable", StringComparison.Ordinal);
                bool explained = lines[index].Contains("//", StringComparison.Ordinal) || (index > 0 && lines[index - 1].TrimStart().StartsWith("//", StringComparison.Ordinal));
                if (disables && !explained)
                {
                    findings.Add($"{file}:{index + 1}");
                }
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void Suppression_ByAttribute_SaysWhy()
    {
        var findings = new Findings("[SuppressMessage] and [UnconditionalSuppressMessage] carry a Justification.");
        foreach (AttributeSyntax attribute in Nodes<AttributeSyntax>())
        {
            if (attribute.Name.ToString() is "SuppressMessage" or "UnconditionalSuppressMessage"
                && attribute.ArgumentList?.Arguments.Any(static argument => argument.NameEquals?.Name.Identifier.Text == "Justification") != true)
            {
                findings.Add(Source.Place(attribute));
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void Test_Anywhere_IsNeverSkippedByName()
    {
        var findings = new Findings("No test is switched off by Skip; one that needs what a machine may lack asks for it with Assert.SkipWhen and says what is missing.");
        foreach (AttributeSyntax attribute in Nodes<AttributeSyntax>())
        {
            if (attribute.Name.ToString() is "Fact" or "Theory"
                && attribute.ArgumentList?.Arguments.Any(static argument => argument.NameEquals?.Name.Identifier.Text is "Skip") == true)
            {
                findings.Add(Source.Place(attribute));
            }
        }

        findings.AssertNone();
    }

    private static IEnumerable<TNode> Nodes<TNode>()
        where TNode : SyntaxNode =>
        Tree.CSharp(Source.Everywhere).SelectMany(static file => Source.Root(file).DescendantNodes().OfType<TNode>());

    // Assembled from halves, so that this file does not find itself.
    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|XX" + @"X)\b")]
    private static partial Regex LaterPattern();

    [GeneratedRegex(@"^//\s*[-=*#]{4,}\s*$")]
    private static partial Regex BannerPattern();
}
