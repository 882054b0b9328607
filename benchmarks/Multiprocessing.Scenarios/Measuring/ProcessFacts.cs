using System.Globalization;

namespace Multiprocessing.Scenarios.Measuring;

/// <summary>What the system knows of a process.</summary>
/// <param name="Threads">Its threads.</param>
/// <param name="Descriptors">Its open descriptors.</param>
/// <param name="Resident">Its resident memory in bytes.</param>
internal readonly record struct ProcessFacts(int Threads, int Descriptors, long Resident)
{
    internal static ProcessFacts Of(int processId)
    {
        string[] status = File.ReadAllLines($"/proc/{processId}/status");
        long Value(string name) => long.Parse(status.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        return new((int)Value("Threads:"), Directory.GetFileSystemEntries($"/proc/{processId}/fd").Length, Value("VmRSS:") * 1024);
    }
}
