namespace Multiprocessing.TestHost.Verbs;

/// <summary>As <see cref="PartyVerb"/>, with an action that runs when it is the last to arrive.</summary>
internal sealed class ActingPartyVerb : PartyVerb
{
    private protected override Action? Action => static () => Thread.SpinWait(10);
}
