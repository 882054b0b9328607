using System.Globalization;

namespace Multiprocessing.Diagnostics;

internal static partial class Errors
{
    internal static ArgumentException AuthkeyTooShort(int size) => new($"An authkey of {size} bytes was given; it needs at least 16. Make one with Authkey.Generate().");

    internal static UnauthorizedAccessException AuthkeyFileOpen(string path, UnixFileMode mode) => new(
        $"Authkey file '{path}' has mode {Convert.ToString((int)mode, 8)}: others than its owner may use it. Make it private (chmod 600), and the key a new one if others may have read it.");

    internal static InvalidOperationException AuthkeyNotText(string path) => new(
        $"The authkey was not written to '{path}': it has bytes that a text file cannot hold. Make one with Authkey.GenerateText().");

    internal static ArgumentException AddressUnknown(string text) => new(
        $"'{text}' is no address of a manager. Write unix:PATH, tcp://HOST:PORT (TLS), or tcp+plain://HOST:PORT.");

    internal static ArgumentException SocketPathTooLong(string path, int max) => new(
        $"Socket path '{path}' has {System.Text.Encoding.UTF8.GetByteCount(path)} bytes; the system takes {max}. Use a shorter directory.");

    internal static ArgumentException PlaintextRefused(string address) => new(
        $"Address {address} is plain TCP, which anybody on the way can read and change. Use tcp://, or set AllowPlaintext.");

    internal static ArgumentException AuthkeyMissing(string address) => new(
        $"Address {address} is open to others, and no authkey was given. Give the same one to the server and its clients.");

    internal static ArgumentException NoContract(Type type) => new(type.IsInterface
        ? $"Interface {TypeNames.Short(type)} is not shared: the generator made no proxy for it. Mark it with [Shared] and build its project with the package's generator."
        : $"{TypeNames.Short(type)} is no interface. Objects are shared by an interface that is marked with [Shared].");

    internal static ArgumentException FormNotNamed(Type type) => new(
        $"Interface {TypeNames.Short(type)} is shared, but no assembly of the program names it with these type arguments, so it has no proxy. Name it where they are known: [assembly: SharedInterface(typeof({TypeNames.Full(type)}))].");

    internal static InvalidOperationException FaceOfOtherType(object target, Type found, Type wanted) => new(
        $"{target} was used as {TypeNames.Short(found)} before and is wanted as {TypeNames.Short(wanted)} now. Use it with the types with which it was made.");

    internal static ArgumentException NameRegistered(string name) => new($"Name '{name}' is registered twice in this manager. Give each object and factory a name of its own.");

    internal static ArgumentException NameTooLong(string name) => new($"A name of {name.Length} characters was given; the limit is 200.");

    internal static InvalidOperationException FactoryGaveNull(string name) => new($"The factory of '{name}' returned null. Return the object.");

    internal static InvalidOperationException TooManyMembers(string address) => new($"The shared interfaces used on the connection to {address} have more than 65536 members together. Connect once more for some of them.");

    internal static InvalidOperationException TooManyReferences(string address, int max) => new(
        $"The other end of the connection to {address} holds {max} objects, the limit. Dispose proxies that are not needed any more.");

    internal static InvalidOperationException DrainedTooLong(int max) => new(
        $"A lazy result has more than {max} items, the limit for one that is sent whole. Return an IAsyncEnumerable<T>, or fewer items.");

    internal static ArgumentException CallTooLarge(string address, int size, int max) => new(
        $"A message of {size} bytes for {address} is larger than the limit of {max} bytes. Send it in parts, or raise MaxFrameSize.");

    internal static InvalidMessageException CallTooShort(uint wanted, int left) => CallDamaged($"a value of {wanted} bytes was announced, and {left} bytes are left");

    internal static InvalidMessageException CallTooLong(int left) => CallDamaged($"{left} bytes follow the last value");

    internal static InvalidMessageException ReferenceDamaged(byte tag) => CallDamaged($"a reference of kind {tag} came");

    internal static InvalidMessageException ReferenceUnknown(ulong id) => CallDamaged($"it refers to object {id:X}, which is not there");

    internal static InvalidMessageException ReferenceOfOtherType(Type found, Type wanted) => CallDamaged($"it refers to a {TypeNames.Short(found)} where a {TypeNames.Short(wanted)} is wanted");

    internal static ObjectDisposedException ManagerDisposed(string address) => new(null, $"Manager {address} was disposed in this process. Connect again.");

    internal static ConnectionLostException ConnectionLost(string address, string reason, TimeSpan connectedFor, TimeSpan ago, int pending, bool outcomeUnknown) => new(
        string.Create(CultureInfo.InvariantCulture, $"Manager {address} is not connected: {reason}, {Milliseconds(ago)} ago, after {Milliseconds(connectedFor)}; {pending} calls were pending. ")
            + (outcomeUnknown ? "This call was sent, so it may have run. Connect again, and look before repeating it." : "This call was not sent. Connect again."),
        address,
        connectedFor,
        pending,
        outcomeUnknown);

    internal static TimeoutException ServerSilent(string address, TimeSpan silent, int pending) => new(
        $"Manager {address} has said nothing for {Milliseconds(silent)} while {pending} calls waited, so this call was given up; it may have run, or may run yet. "
        + "Look whether the server is stopped or cut off, or raise SilenceTimeout.");

    internal static MemberNotFoundException MemberMissing(string what, string wanted, string[] found)
    {
        string name = wanted.Split('(', 2)[0];
        string? nearest = found.FirstOrDefault(member => member.StartsWith(name + "(", StringComparison.Ordinal));
        return new MemberNotFoundException(
            $"{what} has no member {wanted}; "
                + (nearest is null ? $"it has {string.Join(", ", found.Select(static member => member.Split('(', 2)[0]).Distinct())}. " : $"it has {nearest}. ")
                + "The two programs were built from different versions of the interface; build both from one.",
            wanted,
            nearest);
    }

    internal static ObjectGoneException ObjectGone(string what) => new($"{what} is gone: it was released, or belongs to an earlier connection. Get it anew.");

    internal static ObjectGoneException ObjectUnknown(string what, string names) => new(
        $"{what} is not registered; the server has {(names.Length == 0 ? "nothing" : names.Replace("\n", ", ", StringComparison.Ordinal))}. Register it at the server's start, or correct the name.");

    internal static ManagerException FactoryFailed(string what, string type, string message, string stack) => new(
        $"{what} could not be made: its factory threw {type}: {message}{Environment.NewLine}{stack}");

    internal static ServerBusyException ServerBusy(string what, string reason) => new($"{what} refused a call: {reason}. It did not run. Wait for some to end, or raise the limit.");

    internal static ManagerException CallRefused(string what, string reason) => new($"{what} could not read or answer a call: {reason}");

    internal static ManagerAuthenticationException NotAServer(string address) => new($"{address} answered, but is no manager's server of this library. Check the address.", address);

    internal static ManagerAuthenticationException HandshakeRefused(string address, string reason) => new($"Manager {address} refused this client: {reason}. Use the server's address itself, and its authkey.", address);

    internal static InvalidOperationException FilterSkipped(string address) => new(
        $"A filter of the connection to {address} ended without an error, and without going on to the call. Call its 'next', or throw.");

    internal static InvalidOperationException FilterSkippedMember(string member) => new($"A filter of the server ended a call of {member} without an error, and without going on to the member. Call its 'next', or throw.");

    internal static ArgumentException TextObjectUnknown(string name, IEnumerable<string> names) => new($"Nothing is registered under '{name}'; the server has {string.Join(", ", names)}.");

    internal static ArgumentException TextObjectReadyMade(string name) => new($"'{name}' is a ready-made object, whose keys and values are not JSON. Use mp get and mp set for a dictionary.");

    internal static ArgumentException TextMemberUnknown(string type, string name, string member, IEnumerable<string> members) => new($"{type} '{name}' has no member '{member}'; it has {string.Join(", ", members)}.");

    internal static ArgumentException TextArgumentsDamaged(string arguments, string reason) => new($"'{arguments}' is no JSON array: {reason} Write one, such as [\"sku\", 3].");

    internal static ArgumentException TextArgumentsUnfit(string type, string name, string method, string reason) => new($"The arguments do not fit {method} of {type} '{name}': {reason}.");

    internal static NotSupportedException TextResultIsReference(string member, string type) => new($"The result of {member} is an object by reference ({type}), which is no JSON. Use it through a proxy.");

    internal static NotSupportedException TextResultIsHold(string member, string type) => new($"The result of {member} is a {type}, which was given back at once: what one holds ends with the command. Call it from a program.");

    internal static ArgumentException NameReserved(string name) => new($"Name '{name}' begins with '$', as the names of a server's own objects do. Use another.");

    internal static ServerBusyException ServerDraining(string what, string reason) => new($"{what} refused a call: {reason}. It did not run. Connect to the server that takes its place.");

    internal static ConnectionLostException ServerEndedBeforeCall(string what, string address, TimeSpan connectedFor, int pending, string reason) => new(
        $"{what} did not end a call: {reason}. It may have run in part. Connect to the server that takes its place, and look before repeating it.", address, connectedFor, pending, outcomeUnknown: true);

    internal static ServerBusyException ServerTakesNoClients(string address, string reason) => new($"Manager {address} takes no new client: {reason}. Connect again later.");

    internal static ManagerAuthenticationException ServerNotProven(string address) => new(
        $"Whoever answers at {address} does not have the authkey, or somebody stands between the two. Nothing was sent to it. Check the address, and who listens there.", address);

    internal static ManagerAuthenticationException OtherUser(string address, uint found, uint own) => new(
        $"The server at {address} runs as user {found}, this process as user {own}. Nothing was sent to it. Set AllowOtherUsers, with an authkey, if that is meant.", address);

    internal static ManagerException NotReachable(string address, Exception? cause, string reason) => new($"Manager {address} cannot be reached: {reason} Start its server, or correct the address.", cause);

    internal static ManagerException HandshakeTimedOut(string address, TimeSpan timeout) => new($"Manager {address} did not finish the handshake within {Seconds(timeout)}. Look whether its process is stopped, or raise ConnectTimeout.");

    internal static ManagerException AddressInUse(string address) => new($"No server was started at {address}: another process listens there. Stop it, or use another address.");

    internal static ManagerException SocketDirectoryOpen(string directory, UnixFileMode mode) => new(
        $"No server was started: directory '{directory}' has mode {Convert.ToString((int)mode, 8)}, so others could replace the socket in it. Make it private (chmod 700), or use another.");

    internal static InvalidMessageException CallDamaged(string found) => new("call", 0, $"A call or its result could not be read: {found}. The two programs were built from different versions of the interface, or the bytes were damaged; build both from one.");

    private static string Milliseconds(TimeSpan time) => time.TotalSeconds < 10
        ? time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) + " ms"
        : Seconds(time);
}
