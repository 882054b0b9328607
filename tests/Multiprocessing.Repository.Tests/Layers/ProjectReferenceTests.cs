using System.Xml.Linq;

namespace Multiprocessing.Repository.Tests.Layers;

/// <summary>Which project may refer to which: the floors of the design.</summary>
public class ProjectReferenceTests
{
    public static TheoryData<string, string[]> Allowed => new()
    {
        { "Multiprocessing.Platform", [] },
        { "Multiprocessing.Generators", [] },
        { "Multiprocessing.CodeFixes", ["Multiprocessing.Generators"] },
        { "Multiprocessing", ["Multiprocessing.Platform", "Multiprocessing.Generators"] },
        { "Multiprocessing.Hosting", ["Multiprocessing"] },
        { "Multiprocessing.Cli", ["Multiprocessing", "Multiprocessing.Platform"] },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void Project_OfTheProduct_RefersOnlyToFloorsBelow(string project, string[] allowed)
    {
        string file = $"src/{project}/{project}.csproj";
        IEnumerable<string> references = Tree.Files.Contains(file)
            ? XDocument.Parse(Tree.Read(file)).Descendants("ProjectReference").Select(static reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!))
            : [];
        Assert.Empty(references.Except(allowed));
    }

    [Fact]
    public void Project_OfTheProduct_HasItsRow()
    {
        IEnumerable<string> projects = Tree.Files.Where(static file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(Path.GetFileNameWithoutExtension).OfType<string>();
        Assert.Empty(projects.Except(Allowed.Select(static row => row.Data.Item1)));
    }

    [Fact]
    public void Unsafe_OutsidePlatform_IsNotAllowed()
    {
        IEnumerable<string> findings = Tree.Files
            .Where(static file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal) && !file.StartsWith("src/Multiprocessing.Platform/", StringComparison.Ordinal))
            .Where(static file => Tree.Read(file).Contains("AllowUnsafeBlocks", StringComparison.Ordinal));
        Assert.Empty(findings);
    }
}
