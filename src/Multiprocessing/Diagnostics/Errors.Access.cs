namespace Multiprocessing.Diagnostics;

internal static partial class Errors
{
    internal static ArgumentException TooManyKeys(int count, int max) => new($"{count} access keys were given; a server takes {max}. Give one key to all that have the same rights.");

    internal static ArgumentException NoKeysLeft(string address) => new($"No access key was given to replace those of {address}: nobody could connect any more. Give at least one, or end the server.");

    internal static InvalidOperationException KeysNeverAsked(string address) => new(
        $"Server {address} was started without an authkey, so its clients prove none and none can be replaced. Start it with Authkey or AccessKeys.");

    internal static PermissionDeniedException PermissionDenied(string what, string keyName, AccessRights granted, AccessRights needed, string member) => new(
        $"{what} refused a call of {member}: key '{keyName}' grants {granted}, and this needs {needed}. It did not run. Connect with a key that grants it"
            + (needed == AccessRights.Call ? ", or mark the member with [Reads] at the server if it only reads." : "."),
        keyName,
        granted,
        needed,
        member);

    internal static TimeoutException CallTimedOut(string what, string member, TimeSpan limit, string outcome) => new(
        $"{what} did not answer a call of {member} within its limit of {Milliseconds(limit)}: {outcome}. Look before repeating it, or give it more time: [CallTimeout], CallOptions.Timeout or ManagerOptions.CallTimeout.");

    internal static ArgumentException NoProxy(Type type) => new(
        $"{TypeNames.Short(type)} is no proxy but an object of this process, whose members are called without a wire; options of calls mean nothing to it. Give a proxy, as Manager.InProcess makes them for tests.");
}
