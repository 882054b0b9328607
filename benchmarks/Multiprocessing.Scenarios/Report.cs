using System.Globalization;

namespace Multiprocessing.Scenarios;

/// <summary>The lines a sample prints.</summary>
internal static class Report
{
    internal static void Metric(string name, string unit, double value) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"metric\":\"{name}\",\"unit\":\"{unit}\",\"value\":{value:G6}}}"));

    /// <summary>The median and the 99th percentile of samples in nanoseconds.</summary>
    internal static void Percentiles(string prefix, string unit, double divisor, long[] samples)
    {
        Array.Sort(samples);
        Metric(prefix + "p50", unit, samples[samples.Length / 2] / divisor);
        Metric(prefix + "p99", unit, samples[(int)(samples.Length * 0.99)] / divisor);
    }
}
