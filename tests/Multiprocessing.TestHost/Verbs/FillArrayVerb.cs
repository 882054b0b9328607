using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Opens the array of longs of that name; at "go" says what its first element is and writes three times the index into each.</summary>
internal sealed class FillArrayVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        using var array = SharedArray.Open<long>(arguments[0]);
        channel.Say("ready");
        channel.Expect("go");
        long found = array[0];
        for (long i = 0; i < array.Length; i++) array[i] = i * 3;
        channel.Say($"found {found}");
        return Task.CompletedTask;
    }
}
