namespace Multiprocessing.Repository.Tests;

/// <summary>Collects every breach of a rule, so that one run tells them all.</summary>
internal sealed class Findings(string rule)
{
    private readonly List<string> _list = [];

    /// <summary>Notes one breach.</summary>
    public void Add(string finding) => _list.Add(finding);

    /// <summary>Fails with the rule and the list when there is a breach.</summary>
    public void AssertNone() => Assert.True(_list.Count == 0, $"{rule}\n  {string.Join("\n  ", _list)}");
}
