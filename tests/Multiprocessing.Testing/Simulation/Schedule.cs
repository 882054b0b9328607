using System.Globalization;

namespace Multiprocessing.Testing.Simulation;

/// <summary>The decisions of one run, as a text that replays it: the decisions other than "go on", each as <c>number:alternative</c>.</summary>
internal static class Schedule
{
    internal static string Format(IReadOnlyList<int> choices)
    {
        var parts = new List<string>();
        for (int i = 0; i < choices.Count; i++)
            if (choices[i] != 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{i}:{choices[i]}"));
        return parts.Count == 0 ? "-" : string.Join(' ', parts);
    }

    internal static Dictionary<int, int> Parse(string text)
    {
        var choices = new Dictionary<int, int>();
        if (text == "-") return choices;
        foreach (string part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = part.IndexOf(':', StringComparison.Ordinal);
            choices[int.Parse(part.AsSpan(0, colon), CultureInfo.InvariantCulture)] = int.Parse(part.AsSpan(colon + 1), CultureInfo.InvariantCulture);
        }

        return choices;
    }
}
