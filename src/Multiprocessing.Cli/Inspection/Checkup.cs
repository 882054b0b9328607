using System.Globalization;
using System.Runtime.InteropServices;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Cli.Inspection;

/// <summary>The checks of <c>mp doctor</c>. Each tries the real thing where it can be tried.</summary>
internal static class Checkup
{
    private const long SmallPlace = 256L << 20;

    internal static IEnumerable<Finding> Run()
    {
        if (!OperatingSystem.IsLinux())
        {
            yield return new("system", FindingLevel.Bad, RuntimeInformation.OSDescription, "Only Linux is supported by this version.");
            yield break;
        }

        yield return new("system", FindingLevel.Good, $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, .NET {Environment.Version}");
        yield return Processors();
        yield return Futex.HasWaitAny
            ? new("futex_waitv", FindingLevel.Good, "there: a wait ends within milliseconds of a death")
            : new("futex_waitv", FindingLevel.Slower, "missing (Linux before 5.16, or refused by a filter)", "Deaths and cancellations are noticed within about 20 ms. Allow futex_waitv in the container's seccomp profile.");
        yield return AsymmetricFence.IsSupported
            ? new("membarrier", FindingLevel.Good, "there: releasing a lock costs a plain store")
            : new("membarrier", FindingLevel.Slower, "missing or refused by a filter", "Locks cost a few nanoseconds more. Allow membarrier in the container's seccomp profile.");
        Finding domain = OwnDomain();
        yield return domain;
        if (domain.Level == FindingLevel.Bad) yield break;
        foreach (Finding finding in Place(Domain.Current)) yield return finding;
        yield return Limit("descriptors", "/proc/self/limits", "Max open files", 1024, "ulimit -n");
        yield return MapCount();
    }

    private static Finding Processors() => Environment.ProcessorCount > 1
        ? new("processors", FindingLevel.Good, Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture))
        : new("processors", FindingLevel.Slower, "1", "Waits do not spin before they sleep; processes take turns.");

    private static Finding OwnDomain()
    {
        try
        {
            Domain domain = Domain.Current;
            using var gate = InterprocessLock.Create();
            using (gate.Enter()) return new("domain", FindingLevel.Good, $"{domain.Name} in {domain.Directory}: a lock could be made and taken");
        }
        catch (Exception e) when (e is IOException or MultiprocessingException or UnauthorizedAccessException)
        {
            return new("domain", FindingLevel.Bad, e.Message, "See the message; MP_PLACE chooses another place, MP_DOMAIN another domain.");
        }
    }

    private static IEnumerable<Finding> Place(Domain domain)
    {
        SpaceFacts space = new SegmentFiles(domain).Space();
        string size = string.Create(CultureInfo.InvariantCulture, $"{space.FileSystemFree >> 20:N0} of {space.FileSystemSize >> 20:N0} MB free");
        yield return space.FileSystemSize < SmallPlace
            ? new("place", FindingLevel.Slower, size, "That is small (containers have 64 MB by default): enlarge it (docker run --shm-size) or set MP_PLACE.")
            : new("place", FindingLevel.Good, size);
        string memory = space.MemoryLeft == long.MaxValue ? "no limit" : string.Create(CultureInfo.InvariantCulture, $"{space.MemoryLeft >> 20:N0} MB left");
        yield return space.MemoryLeft < SmallPlace
            ? new("memory limit", FindingLevel.Slower, memory, "Shared memory counts against the control group's limit. Raise it.")
            : new("memory limit", FindingLevel.Good, memory);
        yield return new("processes", FindingLevel.Good, $"{domain.DescribeLiving().Count} of {ProcessIdentity.SlotCount} in this domain, this one included");
    }

    private static Finding Limit(string subject, string file, string line, long wanted, string command)
    {
        string? found = File.ReadLines(file).FirstOrDefault(text => text.StartsWith(line, StringComparison.Ordinal));
        string value = found?[line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0] ?? "?";
        bool isLow = long.TryParse(value, CultureInfo.InvariantCulture, out long number) && number < wanted;
        return isLow ? new(subject, FindingLevel.Slower, value, $"Below {wanted}; raise it with {command}.") : new(subject, FindingLevel.Good, value);
    }

    private static Finding MapCount()
    {
        const long Wanted = 65_530;
        string text = File.ReadAllText("/proc/sys/vm/max_map_count").Trim();
        bool isLow = long.Parse(text, CultureInfo.InvariantCulture) < Wanted;
        return isLow
            ? new("mappings", FindingLevel.Slower, text, $"Each open object is a mapping; the usual limit is {Wanted}. Raise vm.max_map_count.")
            : new("mappings", FindingLevel.Good, $"{text} for each process");
    }
}
