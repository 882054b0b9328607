namespace Multiprocessing.Managers.Callbacks;

/// <summary>What hears of progress of one type.</summary>
internal sealed class ProgressSink<T>(IProgress<T> progress) : ProgressSink
{
    internal IProgress<T> Progress { get; } = progress;

    private protected override void Report(ServedCall call)
    {
        T value = call.Read<T>();
        call.EndArguments();
        try
        {
            Progress.Report(value);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            call.NoteCallbackFailed(e, Progress.GetType().Name + ".Report");
        }
    }
}
