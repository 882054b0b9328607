namespace Multiprocessing.Repository.Tests.Docs;

/// <summary>Code in pages compiles.</summary>
public class SnippetTests
{
    [Fact]
    public void Code_InAPage_Compiles()
    {
        var findings = new Findings("C# in pages compiles against the product. Lines it needs besides stand in '<!-- given: ... -->' before it; '// not compiled: reason' exempts a block.");
        foreach (string error in Snippet.All.Where(static snippet => !snippet.IsExempt).SelectMany(static snippet => snippet.Errors()))
        {
            findings.Add(error);
        }

        findings.AssertNone();
    }
}
