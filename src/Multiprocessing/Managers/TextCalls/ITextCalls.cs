namespace Multiprocessing.Managers.TextCalls;

/// <summary>Calls members by their names, with arguments and results as JSON: for the shell, which knows no interface.</summary>
[Shared(ReservedName, Turn = TurnPolicy.Concurrent)]
internal interface ITextCalls
{
    internal const string ReservedName = "$calls";

    Task<string> InvokeAsync(string objectName, string member, string arguments, CancellationToken cancellationToken);
}
