using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Testing;

/// <summary>
/// A domain of one test or test class. At the end its directory is removed, and the test fails if an object is left in it that nobody removed.
/// </summary>
internal sealed class TestDomain : IDisposable
{
    private static int s_count;
    private string? _leftoversReason;

    /// <summary>Names a new domain; its directory appears when the first process joins.</summary>
    public TestDomain() => Name = $"{TestRun.Prefix}{Interlocked.Increment(ref s_count)}";

    /// <summary>The value of MP_DOMAIN for processes that shall live in it.</summary>
    internal string Name { get; }

    /// <summary>This process's own membership.</summary>
    internal Domain Domain => Domain.Named(Name);

    internal string Directory => Domain.Directory;

    /// <summary>Starts a process in this domain.</summary>
    internal TestProcess Start<TVerb>(params string[] arguments)
        where TVerb : Verb => TestProcess.Start<TVerb>(new TestProcessOptions { DomainName = Name }, arguments);

    /// <summary>Starts a process in this domain, with further settings.</summary>
    internal TestProcess Start<TVerb>(TestProcessOptions options, params string[] arguments)
        where TVerb : Verb => TestProcess.Start<TVerb>(options with { DomainName = Name }, arguments);

    /// <summary>For tests whose very point is that something stays.</summary>
    internal void AllowLeftovers(string reason) => _leftoversReason = reason;

    /// <summary>
    /// Ends the domain. What is left in it fails the test, beside what the test itself failed by: an exception thrown here would take that one's place.
    /// </summary>
    public void Dispose()
    {
        if (End() is { } left && !LeftoverCheckAttribute.TryPostpone(left)) throw left;
    }

    /// <summary>Ends the domain; the result tells what was left in it.</summary>
    internal LeftoverException? End()
    {
        string place = Environment.GetEnvironmentVariable(Domain.PlaceVariable) is { Length: > 0 } set ? set : Domain.DefaultPlace;
        var found = new List<string>();
        foreach (string directory in System.IO.Directory.GetDirectories(place, $"mp-*-{Name}"))
        {
            // What killed processes left is swept, as the next process of the domain would do. An empty domain is not joined for that: its registry may be damaged.
            if (Leftovers.InDomain(directory).Count > 0 && _leftoversReason is null) SegmentSweep.Run(Domain);
            found.AddRange(Leftovers.InDomain(directory));
            System.IO.Directory.Delete(directory, recursive: true);
        }

        return found.Count > 0 && _leftoversReason is null ? new LeftoverException($"the test with domain {Name}", found) : null;
    }
}
