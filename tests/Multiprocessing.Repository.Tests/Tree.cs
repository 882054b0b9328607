using System.Diagnostics;

namespace Multiprocessing.Repository.Tests;

/// <summary>The tracked files of the repository that this test was built from.</summary>
internal static class Tree
{
    private static readonly Lazy<IReadOnlyList<string>> s_files = new(ReadFiles);

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every file that git tracks or would track, relative to <see cref="Root"/>, with forward slashes.</summary>
    public static IReadOnlyList<string> Files => s_files.Value;

    /// <summary>The C# files below the given folders.</summary>
    public static IEnumerable<string> CSharp(params string[] folders) =>
        Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal) && folders.Any(folder => file.StartsWith(folder + "/", StringComparison.Ordinal)));

    /// <summary>The text of a tracked file.</summary>
    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Multiprocessing.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Multiprocessing.slnx. Run the tests from the artifacts folder of a clone.");
    }

    private static List<string> ReadFiles()
    {
        var start = new ProcessStartInfo("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        };
        using Process git = Process.Start(start)!;
        string output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(static file => File.Exists(Path.Combine(Root, file))).Order(StringComparer.Ordinal)];
    }
}
