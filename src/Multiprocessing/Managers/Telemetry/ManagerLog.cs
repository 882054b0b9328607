using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Multiprocessing.Managers.Telemetry;

/// <summary>All that managers write to a log. The event ids are stable: one that went is not used again. For users: <c>docs/reference/telemetry.md</c>.</summary>
internal static partial class ManagerLog
{
    private const string ServerCategory = "Multiprocessing.ManagerServer";
    private const string ClientCategory = "Multiprocessing.Manager";

    internal static ILogger ForServer(ILoggerFactory? factory) => factory?.CreateLogger(ServerCategory) ?? NullLogger.Instance;

    internal static ILogger ForClient(ILoggerFactory? factory) => factory?.CreateLogger(ClientCategory) ?? NullLogger.Instance;

    [LoggerMessage(1, LogLevel.Information, "Manager server listens at {Address}")]
    internal static partial void Listening(ILogger log, string address);

    [LoggerMessage(2, LogLevel.Information, "Manager server at {Address} ended")]
    internal static partial void ServerEnded(ILogger log, string address);

    [LoggerMessage(3, LogLevel.Information, "Client {Client} connected to {Address}; {Clients} are connected")]
    internal static partial void ClientConnected(ILogger log, ClientIdentity client, string address, int clients);

    [LoggerMessage(4, LogLevel.Information, "Client {Client} of {Address} ended after {Seconds:0.0} s and {Calls} calls: {Reason}")]
    internal static partial void ClientEnded(ILogger log, ClientIdentity client, string address, double seconds, long calls, string reason);

    [LoggerMessage(5, LogLevel.Warning, "Refused {From} at {Address}: {Reason}")]
    internal static partial void HandshakeRefused(ILogger log, string from, string address, string reason);

    [LoggerMessage(6, LogLevel.Error, "Manager server at {Address} refuses new clients: this process has no file descriptor left for them (limit {Limit}); {Clients} are connected and served on")]
    internal static partial void OutOfDescriptors(ILogger log, string address, ulong limit, int clients);

    [LoggerMessage(7, LogLevel.Information, "Manager server at {Address} takes new clients again; {Refused} were refused for want of a descriptor")]
    internal static partial void DescriptorsBack(ILogger log, string address, long refused);

    [LoggerMessage(8, LogLevel.Warning, "Manager server at {Address} could not take a connection")]
    internal static partial void AcceptFailed(ILogger log, string address, Exception error);

    [LoggerMessage(9, LogLevel.Debug, "{Member} of {Object}, called by {Client}, threw")]
    internal static partial void MemberFailed(ILogger log, string member, string @object, ClientIdentity client, Exception error);

    [LoggerMessage(10, LogLevel.Error, "The factory of {Object}, called by {Client}, threw")]
    internal static partial void FactoryFailed(ILogger log, string @object, ClientIdentity client, Exception error);

    [LoggerMessage(11, LogLevel.Warning, "Refused a call of {Client} ({Kind}): {Reason}")]
    internal static partial void CallRefused(ILogger log, ClientIdentity client, FailureKind kind, string reason);

    [LoggerMessage(12, LogLevel.Error, "Disposing an object of type {Type} threw; it is left as it is")]
    internal static partial void DisposeFailed(ILogger log, Type type, Exception error);

    [LoggerMessage(13, LogLevel.Information, "Manager server at {Address} drains for at most {Seconds:0.0} s: {Calls} calls of {Clients} clients have not ended")]
    internal static partial void DrainBegan(ILogger log, string address, double seconds, long calls, int clients);

    [LoggerMessage(14, LogLevel.Information, "Manager server at {Address} is drained")]
    internal static partial void Drained(ILogger log, string address);

    [LoggerMessage(15, LogLevel.Warning, "Manager server at {Address} did not drain in time: {Calls} calls were cut")]
    internal static partial void DrainOverdue(ILogger log, string address, long calls);

    [LoggerMessage(16, LogLevel.Warning, "A filter of {Address} ended a call of {Member} by {Client}: it threw before the member ran")]
    internal static partial void FilterFailed(ILogger log, string address, string member, ClientIdentity client, Exception error);

    [LoggerMessage(17, LogLevel.Warning, "Nobody waited for what failed: {Source}")]
    internal static partial void CallbackFailed(ILogger log, string source, Exception error);

    [LoggerMessage(18, LogLevel.Information, "Manager server at {Address} takes {Keys} keys from now on; {Ended} connections with others were ended")]
    internal static partial void KeysReplaced(ILogger log, string address, int keys, int ended);

    [LoggerMessage(19, LogLevel.Information, "Client {Client} of {Address} stays with the socket, as there are no rings for it: {Reason}")]
    internal static partial void RingsNotMade(ILogger log, ClientIdentity client, string address, string reason);

    [LoggerMessage(20, LogLevel.Information, "Connected to manager {Address}")]
    internal static partial void Connected(ILogger log, string address);

    [LoggerMessage(21, LogLevel.Information, "Disconnected from manager {Address} after {Seconds:0.0} s: {Reason}")]
    internal static partial void Disconnected(ILogger log, string address, double seconds, string reason);

    [LoggerMessage(22, LogLevel.Warning, "Manager {Address} has said nothing for {Seconds:0.0} s; {Calls} calls were given up")]
    internal static partial void ServerSilent(ILogger log, string address, double seconds, int calls);

    [LoggerMessage(24, LogLevel.Information, "Goes on with manager {Address} over rings in shared memory")]
    internal static partial void RingsUsed(ILogger log, string address);

    [LoggerMessage(25, LogLevel.Information, "Stays with the socket to manager {Address}, as there are no rings: {Reason}")]
    internal static partial void RingsRefused(ILogger log, string address, string reason);

    [LoggerMessage(23, LogLevel.Information, "Manager {Address} is about to end: {Reason}")]
    internal static partial void ServerDrains(ILogger log, string address, string reason);
}
