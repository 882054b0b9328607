using System.Globalization;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Places;

/// <summary>A dead owner's pid given to a living process: the owner is dead all the same, and the heir of its number owns nothing.</summary>
public sealed class PidReuseTests(ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lock_HoldersPidGivenToAnother_IsAbandoned()
    {
        Wrapped.SkipUnlessPermitted();
        string name = TestRun.NewName();
        using (InterprocessLock.Create(name))
        {
        }

        try
        {
            int rounds = TestRun.IsLong ? 500 : 3;
            await using var verb = TestProcess.Start<ReusePidVerb>(
                new TestProcessOptions { Wrapper = Wrapped.InPidNamespace(), Watchdog = TimeSpan.FromMinutes(10) }, name, rounds.ToString(CultureInfo.InvariantCulture));
            for (int i = 0; i < rounds; i++)
            {
                string[] words = (await verb.ExpectAsync("entered", Token)).Split(' ');
                Assert.Equal("abandoned", words[0]);
                Assert.Equal(words[1], words[2]);
            }

            await verb.EndAsync(Token);
            output.WriteLine($"{rounds} pids reused");
        }
        finally
        {
            InterprocessLock.Remove(name);
        }
    }
}
