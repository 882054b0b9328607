using System.Diagnostics;

namespace Multiprocessing.Scenarios;

/// <summary>A card that is a program of its own, beside this one.</summary>
internal static class Neighbour
{
    internal static async Task<int> RunAsync(string program, string[] arguments)
    {
        string path = AppContext.BaseDirectory.Replace("Multiprocessing.Scenarios", program, StringComparison.Ordinal) + program;
        using Process process = Process.Start(path, arguments);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
