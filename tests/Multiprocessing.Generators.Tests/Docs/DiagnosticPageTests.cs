using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Multiprocessing.Generators.Tests.Docs;

/// <summary>Each rule has a page, and what the page says of its samples is so.</summary>
public partial class DiagnosticPageTests
{
    public static TheoryData<string> Ids => [.. Descriptors().Select(static descriptor => descriptor.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Page_OfARule_ShowsWhatIsRefusedAndWhatIsNot(string id)
    {
        string page = await File.ReadAllTextAsync(Path.Combine(Root(), "docs", "reference", "diagnostics", id + ".md"), TestContext.Current.CancellationToken);
        string[] samples = [.. SamplePattern().Matches(page).Select(static match => match.Groups["code"].Value)];
        Assert.Contains(samples, sample => sample.StartsWith($"// refused: {id}\n", StringComparison.Ordinal));
        Assert.Contains(samples, static sample => !sample.StartsWith("// refused", StringComparison.Ordinal));
        foreach (string sample in samples)
        {
            IReadOnlyList<Diagnostic> found = await new CompiledProgram(sample).AnalyzeAsync();
            Assert.Equal(sample.StartsWith("// refused", StringComparison.Ordinal) ? [id] : Array.Empty<string>(), found.Select(static diagnostic => diagnostic.Id));
        }
    }

    [Fact]
    public void Rule_OfTheAnalyzers_NamesItsPage() => Assert.All(Descriptors(), static descriptor =>
        Assert.Equal($"docs/reference/diagnostics/{descriptor.Id}.md", descriptor.HelpLinkUri));

    private static IEnumerable<DiagnosticDescriptor> Descriptors() => typeof(Diagnostics).GetFields(BindingFlags.Static | BindingFlags.NonPublic)
        .Where(static field => field.FieldType == typeof(DiagnosticDescriptor)).Select(static field => (DiagnosticDescriptor)field.GetValue(null)!);

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Multiprocessing.slnx")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }

    [GeneratedRegex(@"^```csharp[ \t]*\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex SamplePattern();
}
