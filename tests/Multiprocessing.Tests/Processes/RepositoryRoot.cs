namespace Multiprocessing.Tests.Processes;

/// <summary>The folder of the whole repository, above the test program's own.</summary>
internal static class RepositoryRoot
{
    internal static string Path { get; } = Find();

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "Multiprocessing.slnx"))) folder = System.IO.Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException($"No folder above '{AppContext.BaseDirectory}' holds Multiprocessing.slnx.");
    }
}
