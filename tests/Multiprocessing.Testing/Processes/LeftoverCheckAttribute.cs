using System.Collections.Concurrent;
using System.Reflection;
using Xunit;
using Xunit.v3;

namespace Multiprocessing.Testing;

/// <summary>
/// Fails a test for what it left in a domain, after its body has ended: thrown where the domain is disposed, in the middle of the body, the exception would hide the one by
/// which the test failed, and mostly that one is the reason why something was left. The runner tells both.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class LeftoverCheckAttribute : BeforeAfterTestAttribute
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<LeftoverException>> s_bodies = new();

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => s_bodies[test.UniqueID] = new();

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (!s_bodies.TryRemove(test.UniqueID, out var found) || found.IsEmpty) return;
        throw found.Count == 1 ? found.First() : new AggregateException(found);
    }

    /// <summary>True: the test that runs is failed when its body has ended. False: no body runs, so whoever found it throws it.</summary>
    internal static bool TryPostpone(LeftoverException found)
    {
        if (TestContext.Current.Test is not { } test || !s_bodies.TryGetValue(test.UniqueID, out var body)) return false;
        body.Enqueue(found);
        return true;
    }
}
