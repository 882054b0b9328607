using System.Text.RegularExpressions;

namespace Multiprocessing.Repository.Tests.Docs;

/// <summary>Links between pages lead somewhere.</summary>
public partial class LinkTests
{
    [Fact]
    public void Link_InAPage_LeadsToATrackedFileAndHeading()
    {
        var findings = new Findings("Links in pages lead to a file of the repository, and to a heading that it has.");
        foreach (string page in Tree.Files.Where(static file => file.EndsWith(".md", StringComparison.Ordinal)))
        {
            foreach (Match link in LinkPattern().Matches(WithoutCode(Tree.Read(page))))
            {
                Check(page, link.Groups["target"].Value, findings);
            }
        }

        findings.AssertNone();
    }

    private static void Check(string page, string target, Findings findings)
    {
        if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
        {
            return;
        }

        string[] parts = target.Split('#', 2);
        string folder = Path.GetDirectoryName(page) ?? "";
        string file = parts[0].Length == 0 ? page : Path.GetRelativePath(Tree.Root, Path.GetFullPath(Path.Combine(Tree.Root, folder, parts[0])));
        if (!Tree.Files.Contains(file) && !Tree.Files.Any(other => other.StartsWith(file.TrimEnd('/') + "/", StringComparison.Ordinal)))
        {
            findings.Add($"{page}: {target}: no such file");
        }
        else if (parts.Length == 2 && file.EndsWith(".md", StringComparison.Ordinal) && !Anchors(file).Contains(parts[1]))
        {
            findings.Add($"{page}: {target}: no such heading");
        }
    }

    private static IEnumerable<string> Anchors(string page) => HeadingPattern().Matches(WithoutCode(Tree.Read(page)))
        .Select(static heading => AnchorPattern().Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    private static string WithoutCode(string text) => FencePattern().Replace(text, "");

    [GeneratedRegex(@"^[ \t]*```.*?^[ \t]*```[ \t]*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FencePattern();

    [GeneratedRegex(@"(?<!`)\[[^\]\n]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"^#{1,6} +(?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex HeadingPattern();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex AnchorPattern();
}
