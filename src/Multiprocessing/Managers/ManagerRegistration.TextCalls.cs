using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Managers;
using Multiprocessing.Managers.TextCalls;

namespace Multiprocessing;

/// <summary>Calls by name.</summary>
public sealed partial class ManagerRegistration
{
    private Func<ManagerServer, ObjectHost, TextCalls>? _textCalls;

    /// <summary>Lets clients call members of all registered objects by name, with JSON: <c>mp call ADDRESS inventory Add '["sku", 3]'</c>.</summary>
    /// <remarks>
    /// A call is bound by reflection and made through a connection of the server to itself: an object's turn holds as ever; filters see the client that calls <c>$calls</c>, then this process that calls the member.
    /// </remarks>
    [RequiresUnreferencedCode(TextCalls.Reason)]
    [RequiresDynamicCode(TextCalls.Reason)]
    public void AllowTextCalls() => _textCalls = static (server, host) => new TextCalls(server, host);

    internal ITextCalls? CreateTextCalls(ManagerServer server, ObjectHost host) => _textCalls?.Invoke(server, host);
}
