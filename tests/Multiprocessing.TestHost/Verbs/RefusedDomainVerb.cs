using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Makes a lock in a domain that cannot be joined, and says which error came: "refused", the domain's directory, the message.</summary>
internal sealed class RefusedDomainVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        try
        {
            InterprocessLock.Create().Dispose();
            channel.Say("made");
        }
        catch (DomainException error)
        {
            channel.Say($"refused {error.Directory} {error.Message}");
        }

        return Task.CompletedTask;
    }
}
