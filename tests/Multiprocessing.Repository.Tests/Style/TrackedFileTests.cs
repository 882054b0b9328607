using System.Text.RegularExpressions;

namespace Multiprocessing.Repository.Tests.Style;

/// <summary>What holds for every tracked file, whatever its language.</summary>
public partial class TrackedFileTests
{
    // Files whose bytes are data: captured wire formats, pictures.
    private static readonly string[] s_binary = [".bin", ".png", ".ico", ".snk", ".zip", ".pickle"];

    [Fact]
    public void File_Anywhere_NamesNoMachineAndNoRegistryHost()
    {
        var findings = new Findings("No file names a path of one machine or the host of a package registry.");
        foreach ((string file, int line, string text) in Lines())
        {
            if (MachinePattern().IsMatch(text))
            {
                findings.Add($"{file}:{line}: {text.Trim()}");
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void File_OfText_EndsItsLinesAsTheStyleSays()
    {
        var findings = new Findings("Lines end with a line feed, carry no blanks at their end and no tabs; a file ends with a line feed.");
        foreach (string file in Tree.Files.Where(static file => IsText(file) && !file.EndsWith(".txt", StringComparison.Ordinal) && !file.Contains("/rivals/", StringComparison.Ordinal)))
        {
            string text = Tree.Read(file);
            if (text.Contains('\r', StringComparison.Ordinal))
            {
                findings.Add($"{file}: carriage returns");
            }

            if (text.Length > 0 && !text.EndsWith('\n'))
            {
                findings.Add($"{file}: no line feed at its end");
            }

            if (file.EndsWith(".cs", StringComparison.Ordinal) && BlankEndPattern().Match(text) is { Success: true } match)
            {
                findings.Add($"{file}:{text[..match.Index].Count(static c => c == '\n') + 1}: blanks at the end of a line, or a tab");
            }
        }

        findings.AssertNone();
    }

    private static IEnumerable<(string File, int Line, string Text)> Lines()
    {
        foreach (string file in Tree.Files.Where(IsText))
        {
            string[] lines = Tree.Read(file).Split('\n');
            for (int index = 0; index < lines.Length; index++)
            {
                yield return (file, index + 1, lines[index]);
            }
        }
    }

    private static bool IsText(string file) => !s_binary.Contains(Path.GetExtension(file));

    // Assembled from halves, so that this file does not find itself.
    [GeneratedRegex(@"(^|[^A-Za-z0-9_.{}])/(ro" + @"ot|wo" + @"rk|fa" + @"rm)/|/tmp/" + @"w/|nuget\." + @"org|registry\.npm" + @"js|deb\.debian\." + @"org|pypi\." + @"org|https?://(localhost|10\.|192\.168\.)[^ ]*/(v3|nuget|npm|index)")]
    private static partial Regex MachinePattern();

    [GeneratedRegex(@"[ \t]+\n|\t")]
    private static partial Regex BlankEndPattern();
}
