using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>No arguments. Removes by name what <see cref="HoldEveryKindVerb"/> made and could not remove.</summary>
internal sealed class RemoveEveryKindVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        HoldEveryKindVerb.RemoveAll();
        return Task.CompletedTask;
    }
}
