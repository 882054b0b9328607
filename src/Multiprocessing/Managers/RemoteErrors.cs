using System.Globalization;
using System.Runtime.ExceptionServices;

namespace Multiprocessing.Managers;

/// <summary>
/// Makes the exception that a failed call throws. The table of types is closed: a name from the wire chooses one of these or none, and never loads a type.
/// </summary>
internal static class RemoteErrors
{
    private const string NotBegunKey = "Multiprocessing.NotBegun";

    private static readonly Dictionary<string, Func<string, string?, Exception>> s_known = Table(
        (typeof(ArgumentException), static (message, name) => new ArgumentException(message, name)),
        (typeof(ArgumentNullException), static (message, name) => new ArgumentNullException(name, message)),
        (typeof(ArgumentOutOfRangeException), static (message, name) => new ArgumentOutOfRangeException(name, message)),
        (typeof(ArithmeticException), static (message, _) => new ArithmeticException(message)),
        (typeof(DivideByZeroException), static (message, _) => new DivideByZeroException(message)),
        (typeof(OverflowException), static (message, _) => new OverflowException(message)),
        (typeof(FormatException), static (message, _) => new FormatException(message)),
        (typeof(InvalidCastException), static (message, _) => new InvalidCastException(message)),
        (typeof(InvalidOperationException), static (message, _) => new InvalidOperationException(message)),
        (typeof(ObjectDisposedException), static (message, _) => new ObjectDisposedException(null, message)),
        (typeof(KeyNotFoundException), static (message, _) => new KeyNotFoundException(message)),
        (typeof(IndexOutOfRangeException), static (message, _) => Ordinary(nameof(IndexOutOfRangeException), message)),
        (typeof(NotSupportedException), static (message, _) => new NotSupportedException(message)),
        (typeof(TimeoutException), static (message, _) => new TimeoutException(message)),
        (typeof(ObjectGoneException), static (message, _) => new ObjectGoneException(message)),
        (typeof(OperationCanceledException), static (message, _) => new OperationCanceledException(message)),
        (typeof(TaskCanceledException), static (message, _) => new TaskCanceledException(message)),
        (typeof(UnauthorizedAccessException), static (message, _) => new UnauthorizedAccessException(message)),
        (typeof(InvalidDataException), static (message, _) => new InvalidDataException(message)),
        (typeof(IOException), static (message, _) => new IOException(message)),
        (typeof(EndOfStreamException), static (message, _) => new EndOfStreamException(message)),
        (typeof(FileNotFoundException), static (message, _) => new FileNotFoundException(message)),
        (typeof(DirectoryNotFoundException), static (message, _) => new DirectoryNotFoundException(message)),
        (typeof(SynchronizationLockException), static (message, _) => new SynchronizationLockException(message)),
        (typeof(LockRecursionException), static (message, _) => new LockRecursionException(message)));

    /// <summary>Whether a call was cancelled before its member began.</summary>
    internal static bool IsNotBegun(OperationCanceledException error) => error.Data.Contains(NotBegunKey);

    internal static Exception Make(CallFailedException error, SharedProxy? proxy, FrameHeader header, string address, CancellationToken token)
    {
        RemoteFailure failure = error.Failure;
        string what = proxy is null ? $"manager {address}" : $"{TypeNames.Short(proxy.Target.SeenAs.Type)} {proxy.ObjectText} at {address}";
        switch (failure.Kind)
        {
            case FailureKind.Cancelled:
                return failure == RemoteFailure.NotBegun
                    ? new OperationCanceledException($"The call on {what} was cancelled. {failure.Message}", token) { Data = { [NotBegunKey] = true } }
                    : new OperationCanceledException($"The call on {what} was cancelled.", token);
            case FailureKind.Thrown:
                return Thrown(failure, what);
            case FailureKind.MemberMissing when proxy is not null:
                string member = proxy.Target.Contract.Members[header.Member - proxy.Target.Peer.Declare(proxy.Target.Contract)];
                return Errors.MemberMissing(what, member, failure.Detail.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            case FailureKind.ObjectGone:
                return Errors.ObjectGone(what);
            case FailureKind.NameUnknown:
                return Errors.ObjectUnknown(what, failure.Detail);
            case FailureKind.FactoryThrew:
                return Errors.FactoryFailed(what, failure.Type, failure.Message, failure.Stack);
            case FailureKind.Busy:
                return Errors.ServerBusy(what, failure.Message);
            case FailureKind.Draining:
                return Errors.ServerDraining(what, failure.Message);
            case FailureKind.Ended:
                return Errors.ServerEndedBeforeCall(what, address, proxy?.Target.Peer.ConnectedFor ?? TimeSpan.Zero, proxy?.Target.Peer.PendingCount + 1 ?? 1, failure.Message);
            case FailureKind.Denied when failure.Data is [var key, var granted, var needed] && Rights(granted) is { } has && Rights(needed) is { } needs:
                return Errors.PermissionDenied(what, key, has, needs, failure.Detail);
            default:
                return Errors.CallRefused(what, failure.Message);
        }
    }

    private static Exception Thrown(RemoteFailure failure, string what)
    {
        Exception made = s_known.TryGetValue(failure.Type, out Func<string, string?, Exception>? make)
            ? make(failure.Message, failure.Detail.Length == 0 ? null : failure.Detail)
            : Ordinary(failure.Type, failure.Message);
        if (made is RemoteException remote) remote.RemoteStackTrace = failure.Stack;
        for (int i = 0; i + 1 < failure.Data.Length; i += 2) made.Data[failure.Data[i]] = failure.Data[i + 1];
        return ExceptionDispatchInfo.SetRemoteStackTrace(made, $"{failure.Stack}{Environment.NewLine}--- in {what} ---{Environment.NewLine}");
    }

    private static AccessRights? Rights(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? (AccessRights)number : null;

    private static RemoteException Ordinary(string type, string message) => new(type, message);

    private static Dictionary<string, Func<string, string?, Exception>> Table(params (Type Type, Func<string, string?, Exception> Make)[] rows) =>
        rows.ToDictionary(static row => row.Type.FullName!, static row => row.Make, StringComparer.Ordinal);
}
