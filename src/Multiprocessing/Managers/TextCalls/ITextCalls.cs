namespace Multiprocessing.Managers.TextCalls;

/// <summary>Calls members by their names, with arguments and results as JSON: for the shell, which knows no interface.</summary>
[Shared(ReservedName, Turn = TurnPolicy.Concurrent)]
internal interface ITextCalls
{
    internal const string ReservedName = "$calls";

    /// <summary>Needs the right of the member that is called, which is looked at there.</summary>
    [Reads]
    Task<string> InvokeAsync(string objectName, string member, string arguments, CancellationToken cancellationToken);
}
