namespace Multiprocessing.Diagnostics;

internal static partial class Errors
{
    internal static TimeoutException LockTimeout(string kind, string name, TimeSpan waited, string? holder) => new(
        $"{kind} '{name}' was not free during the {Ages.Text(waited)} waited; " + (holder is null ? "it is free now." : $"held by {holder}."));

    internal static TimeoutException WaitTimeout(string kind, string name, TimeSpan waited, string what) => new(
        $"{kind} '{name}' {what} during the {Ages.Text(waited)} waited. Wait longer, or look whether the process that should do it still runs (mp ls).");
}
