using System.Globalization;

namespace WordCount;

/// <summary>The command line.</summary>
public sealed record Options
{
    public const string Usage = """
        usage: WordCount [--folder DIR] [--workers N] [--top N] [--repeat R] [--chaos K | --manager] [--json]
          --folder DIR   counts the .txt, .md and .xml files of the folder; without it, the XML documents of the .NET SDK
          --workers N    child processes; default: one a processor
          --top N        how many of the most frequent words to print; default 10
          --repeat R     counts the folder R times; default 1
          --chaos K      kills K workers (SIGKILL) in the middle of their work; the counts stay exact
          --manager      the workers add their counts to a dictionary of a manager's server
          --json         the last line is the result as JSON
        """;

    public string? Folder { get; init; }

    public int Workers { get; init; } = Environment.ProcessorCount;

    public int Top { get; init; } = 10;

    public int Repeat { get; init; } = 1;

    public int Chaos { get; init; }

    public bool Manager { get; init; }

    public bool Json { get; init; }

    /// <summary>Null, with a message, when the arguments are not understood.</summary>
    public static Options? Parse(string[] arguments, out string error)
    {
        var options = new Options();
        error = "";
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            if (name == "--json")
            {
                options = options with { Json = true };
                continue;
            }

            if (name == "--manager")
            {
                options = options with { Manager = true };
                continue;
            }

            if (i + 1 == arguments.Length)
            {
                error = $"{name} is not an option, or wants a value.";
                return null;
            }

            string value = arguments[++i];
            bool isNumber = int.TryParse(value, CultureInfo.InvariantCulture, out int number);
            Options? next = name switch
            {
                "--folder" => options with { Folder = value },
                "--workers" when isNumber && number is > 0 and <= 256 => options with { Workers = number },
                "--top" when isNumber && number >= 0 => options with { Top = number },
                "--repeat" when isNumber && number > 0 => options with { Repeat = number },
                "--chaos" when isNumber && number >= 0 => options with { Chaos = number },
                _ => null,
            };
            if (next is null)
            {
                error = $"{name} {value}: not an option of this program, or not a value it can have (workers 1 to 256, repeat 1 and more).";
                return null;
            }

            options = next;
        }

        if (!options.Manager || options.Chaos == 0) return options;
        // The call that adds and the end of the job are two steps: a worker that is killed between them would count its batch twice.
        error = "--manager and --chaos: what a killed worker has added to the dictionary stays, so the counts would not be exact.";
        return null;
    }

    /// <summary>The files to count, the largest first, so that no worker begins the largest when the others are done.</summary>
    public IReadOnlyList<FileInfo> Files()
    {
        string folder = Folder ?? SdkFolder();
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"--folder {folder}: there is no such folder.");
        string[] suffixes = Folder is null ? [".xml"] : [".txt", ".md", ".xml"];
        return [.. new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => suffixes.Contains(file.Extension, StringComparer.OrdinalIgnoreCase))
            .OrderByDescending(static file => file.Length).ThenBy(static file => file.FullName, StringComparer.Ordinal)];
    }

    /// <summary>The root of the .NET installation this program runs on: its reference documents are about 70 MB of text that every machine with the SDK has.</summary>
    private static string SdkFolder() =>
        Path.GetFullPath(Path.Join(Path.GetDirectoryName(typeof(object).Assembly.Location), "..", "..", ".."));
}
