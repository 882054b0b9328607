namespace Multiprocessing.Repository.Tests;

/// <summary>A text in the repository that a test compares with what is; who changes it on purpose writes it anew, and the difference is part of the review.</summary>
internal static class Snapshot
{
    private const string Variable = "MP_WRITE_SNAPSHOTS";

    /// <summary>Fails where the lines differ from those of the file, with the first differences and the command that writes the file.</summary>
    /// <param name="file">Relative to the repository.</param>
    public static void AssertEqual(string file, IReadOnlyList<string> lines)
    {
        string path = Path.Combine(Tree.Root, file);
        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            File.WriteAllText(path, string.Concat(lines.Select(static line => line + "\n")));
            return;
        }

        string[] known = File.Exists(path) ? File.ReadAllLines(path) : [];
        string[] gone = [.. known.Except(lines)], come = [.. lines.Except(known)];
        if (known.SequenceEqual(lines)) return;
        string differences = string.Join("\n", gone.Select(static line => "- " + line).Concat(come.Select(static line => "+ " + line)).DefaultIfEmpty("the order of the lines").Take(40));
        Assert.Fail($"{file} differs:\n{differences}\nIf that is meant, write it anew and review the difference: {Variable}=1 dotnet run --project tests/Multiprocessing.Repository.Tests");
    }
}
