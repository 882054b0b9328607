using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Multiprocessing.Repository.Tests.Style;

/// <summary>What a file looks like from outside: its length, its one type, its namespace.</summary>
public class FileShapeTests
{
    private const int LinesMax = 500;
    private const int MethodLinesMax = 70;

    [Fact]
    public void File_OfCSharp_HasAtMost500Lines()
    {
        var findings = new Findings($"A file has at most {LinesMax} lines; split it by concern (Type.Concern.cs).");
        foreach (string file in Tree.CSharp(Source.Everywhere))
        {
            int lines = Tree.Read(file).Count(static c => c == '\n');
            if (lines > LinesMax)
            {
                findings.Add($"{file}: {lines} lines");
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void Method_OfCSharp_FitsAScreen()
    {
        var findings = new Findings($"A method has at most {MethodLinesMax} lines; keep control flow in the parent and move work to leaves.");
        foreach (string file in Tree.CSharp(Source.Everywhere))
        {
            foreach (BaseMethodDeclarationSyntax method in Source.Root(file).DescendantNodes().OfType<BaseMethodDeclarationSyntax>())
            {
                int lines = Source.Lines((SyntaxNode?)method.Body ?? method.ExpressionBody ?? (SyntaxNode)method);
                if (lines > MethodLinesMax + 2)
                {
                    findings.Add($"{Source.Place(method)}: {lines} lines");
                }
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void File_OfCSharp_HoldsOneTypeNamedAsTheFile()
    {
        var findings = new Findings("A file holds one type and is named as it (Type.cs, Type.Concern.cs); a generic type whose name is taken stands in TypeOfT.cs or TypeOfArgument.cs, a layout of its own in Type.Layout.cs.");
        // A chore in tools/ is a program of one file.
        foreach (string file in Tree.CSharp(Source.Everywhere).Where(static file => !file.StartsWith("tools/", StringComparison.Ordinal)))
        {
            string[] names = [.. Source.TopLevelTypes(file).Select(Source.NameOf).Distinct()];
            string wanted = Path.GetFileName(file).Split('.')[0];
            if (names.Length > 1)
            {
                findings.Add($"{file}: holds {string.Join(", ", names)}");
            }
            else if (names.Length == 1 && names[0] != wanted && !wanted.StartsWith(names[0] + "Of", StringComparison.Ordinal) && !file.EndsWith($"/{names[0].Replace("Layout", "", StringComparison.Ordinal)}.Layout.cs", StringComparison.Ordinal))
            {
                findings.Add($"{file}: holds {names[0]}");
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void Namespace_OfAFile_IsFileScopedAndMatchesItsFolder()
    {
        var findings = new Findings("Namespaces are file-scoped; public types of a product stand in its root namespace, everything else in the namespace of its folder.");
        foreach (string file in Tree.CSharp("src", "tests"))
        {
            SyntaxNode root = Source.Root(file);
            foreach (NamespaceDeclarationSyntax block in root.DescendantNodes().OfType<NamespaceDeclarationSyntax>())
            {
                findings.Add($"{Source.Place(block)}: not file-scoped");
            }

            if (root.DescendantNodes().OfType<FileScopedNamespaceDeclarationSyntax>().FirstOrDefault() is not { } declared)
            {
                continue;
            }

            string[] parts = file.Split('/');
            string folder = string.Join('.', parts[1..^1]);
            // The testing library is one namespace for all who write tests, as the product is for its users; there internal types count as public.
            bool inRoot = declared.Name.ToString() == parts[1] && (parts[1] == "Multiprocessing.Testing" || Source.TopLevelTypes(file).All(type => IsPublic(type, file)));
            if (declared.Name.ToString() != folder && !inRoot)
            {
                findings.Add($"{file}: {declared.Name}, wanted {folder}");
            }
        }

        findings.AssertNone();
    }

    // A part of a type may leave the modifier to another part.
    private static bool IsPublic(MemberDeclarationSyntax type, string file)
    {
        if (type.Modifiers.Any(SyntaxKind.PublicKeyword))
        {
            return true;
        }

        string prefix = $"{Path.GetDirectoryName(file)}/{Source.NameOf(type)}";
        return type.Modifiers.Any(SyntaxKind.PartialKeyword) && Tree.CSharp("src", "tests")
            .Where(other => other.StartsWith(prefix, StringComparison.Ordinal))
            .Any(other => Source.TopLevelTypes(other).Any(part => Source.NameOf(part) == Source.NameOf(type) && part.Modifiers.Any(SyntaxKind.PublicKeyword)));
    }
}
