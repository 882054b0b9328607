namespace Multiprocessing;

/// <summary>How one process of a group ended.</summary>
/// <param name="Index">The child's place in its group, from 0.</param>
/// <param name="Name">The child's name.</param>
/// <param name="Id">The process id that it had.</param>
/// <param name="ExitCode">The exit code; 128 plus the signal's number when a signal ended it; null when it is not known.</param>
/// <param name="ExitSignal">The number of the signal that ended it; null when it ended by itself.</param>
/// <param name="Error">What awaiting the child would throw: <see cref="ChildProcessException"/>, or <see cref="OperationCanceledException"/> after it was terminated; null when its entry point returned.</param>
/// <param name="IsRestarted">Whether the child was started again after this.</param>
public sealed record ChildExit(int Index, string Name, int Id, int? ExitCode, int? ExitSignal, Exception? Error, bool IsRestarted);
