using System.Collections.Concurrent;
using System.Globalization;
using Multiprocessing.Memory;

namespace Multiprocessing.Testing;

/// <summary>
/// Which fault points a process passes, and how often: the host writes it down when MP_TEST_FAULTS is set, and says it as its last line.
/// </summary>
internal static class FaultReport
{
    /// <summary>The environment variable that asks a host for its report.</summary>
    internal const string Variable = "MP_TEST_FAULTS";

    /// <summary>The word its last line begins with.</summary>
    internal const string Word = "faultpoints";

    private static readonly ConcurrentDictionary<string, int> s_passed = new();

    internal static bool IsWanted => Environment.GetEnvironmentVariable(Variable) == "1";

    internal static void Begin() => FaultPoint.Observer += static name => s_passed.AddOrUpdate(name, 1, static (_, n) => n + 1);

    internal static string Format() =>
        $"{Word} {string.Join(' ', s_passed.OrderBy(static p => p.Key, StringComparer.Ordinal).Select(static p => string.Create(CultureInfo.InvariantCulture, $"{p.Key}={p.Value}")))}";

    internal static Dictionary<string, int> Parse(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(static part => part.Split('='))
        .ToDictionary(static pair => pair[0], static pair => int.Parse(pair[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
}
