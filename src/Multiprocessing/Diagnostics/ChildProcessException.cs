namespace Multiprocessing;

/// <summary>A child process failed: its entry point threw, or it ended without giving a result.</summary>
/// <remarks>
/// What the child threw does not travel as an object, since its type need not exist or be harmless here; its type name, message and stack do.
/// <see cref="ToString"/> shows them after this side's own stack.
/// </remarks>
public sealed class ChildProcessException : MultiprocessingException
{
    internal ChildProcessException(string message, string childName, int childId, int? exitCode, int? exitSignal, Exception? innerException = null)
        : base(message, innerException)
    {
        ChildName = childName;
        ChildId = childId;
        ExitCode = exitCode;
        ExitSignal = exitSignal;
    }

    /// <summary>The child's name, as its options gave it.</summary>
    public string ChildName { get; }

    /// <summary>The process id that the child had; 0 when it was not started.</summary>
    public int ChildId { get; }

    /// <summary>The exit code; 128 plus the signal's number when a signal ended the child; null when it is not known.</summary>
    public int? ExitCode { get; }

    /// <summary>The number of the signal that ended the child, 9 for SIGKILL; null when it ended by itself.</summary>
    public int? ExitSignal { get; }

    /// <summary>The full name of the type of the exception that the entry point threw; null when it threw none.</summary>
    public string? RemoteType { get; internal init; }

    /// <summary>The message of the exception that the entry point threw; null when it threw none.</summary>
    public string? RemoteMessage { get; internal init; }

    /// <summary>The child's exception as text, with its stack and its inner exceptions; null when it threw none.</summary>
    public string? RemoteStackTrace { get; internal init; }

    /// <summary>The message, this side's stack, and the child's exception with its stack.</summary>
    /// <returns>Several lines of text.</returns>
    public override string ToString() => RemoteStackTrace is null
        ? base.ToString()
        : $"{base.ToString()}{Environment.NewLine}--- in child '{ChildName}' (process {ChildId}) ---{Environment.NewLine}{RemoteStackTrace}";
}
