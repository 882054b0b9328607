using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Multiprocessing.Repository.Tests.Layouts;

/// <summary>Structs that processes share have the same bytes everywhere.</summary>
public class LayoutTests
{
    [Fact]
    public void Field_OfALayout_HasAFixedWidth()
    {
        var findings = new Findings("A field in shared memory is a number of fixed width, or a layout or inline array of these: no bool, char, nint, pointer or reference.");
        foreach ((Layout layout, LayoutField field) in Fields().Where(static pair => !pair.Field.IsFixed))
        {
            findings.Add($"{layout.Name}.{field.Name}: {field.Type}");
        }

        findings.AssertNone();
    }

    [Fact]
    public void Field_OfALayout_OverlapsNoOther()
    {
        var findings = new Findings("Fields in shared memory do not overlap: one place has one meaning.");
        foreach (Layout layout in Layout.All)
        {
            foreach ((LayoutField first, LayoutField second) in layout.Fields.Zip(layout.Fields.Skip(1)))
            {
                if (first.Offset + first.Size > second.Offset)
                {
                    findings.Add($"{layout.Name}: {first.Name} ends at {first.Offset + first.Size}, {second.Name} begins at {second.Offset}");
                }
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void Field_OfALayout_IsAligned()
    {
        var findings = new Findings("A field in shared memory lies at a multiple of its width: an atomic operation across a cache line is slow, or faults.");
        foreach ((Layout layout, LayoutField field) in Fields().Where(static pair => pair.Field.Offset % pair.Field.Alignment != 0))
        {
            findings.Add($"{layout.Name}.{field.Name}: offset {field.Offset}, alignment {field.Alignment}");
        }

        findings.AssertNone();
    }

    [Fact]
    public void Size_OfALayout_IsStatedAndNotExceeded()
    {
        var findings = new Findings("A layout states its size, and its fields stay within.");
        foreach (Layout layout in Layout.All)
        {
            int stated = layout.Type.StructLayoutAttribute!.Size;
            int used = layout.Fields.Select(static field => field.Offset + field.Size).DefaultIfEmpty(0).Max();
            if (stated != layout.Size || used > stated)
            {
                findings.Add($"{layout.Name}: stated {stated}, is {layout.Size}, fields end at {used}");
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void Struct_InALayoutFile_HasAnExplicitLayout()
    {
        var findings = new Findings("A struct in a *.Layout.cs file is explicit or an inline array.");
        foreach (string file in Tree.CSharp("src").Where(static file => file.EndsWith(".Layout.cs", StringComparison.Ordinal)))
        {
            foreach (StructDeclarationSyntax type in Source.Root(file).DescendantNodes().OfType<StructDeclarationSyntax>())
            {
                string attributes = type.AttributeLists.ToString();
                bool hasFields = type.Members.OfType<FieldDeclarationSyntax>()
                    .Any(static field => !field.Modifiers.Any(SyntaxKind.StaticKeyword) && !field.Modifiers.Any(SyntaxKind.ConstKeyword));
                if (hasFields && !attributes.Contains("LayoutKind.Explicit", StringComparison.Ordinal) && !attributes.Contains("InlineArray", StringComparison.Ordinal))
                {
                    findings.Add(Source.Place(type));
                }
            }
        }

        findings.AssertNone();
    }

    private static IEnumerable<(Layout Layout, LayoutField Field)> Fields() => Layout.All.SelectMany(static layout => layout.Fields.Select(field => (layout, field)));
}
