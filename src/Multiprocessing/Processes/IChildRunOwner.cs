using Multiprocessing.Connections;
using Multiprocessing.Platform.ProcessStart;

namespace Multiprocessing.Processes;

/// <summary>Who hears what happens to a started process: a child, or the pool of warm hosts. All calls come on the monitor's thread, one at a time, and must not wait.</summary>
internal interface IChildRunOwner
{
    /// <summary>A frame came, other than the greeting.</summary>
    void OnFrame(ChildRun run, Frame frame);

    /// <summary>The process has ended and all its frames have been told. The last call.</summary>
    void OnEnded(ChildRun run, ExitStatus status);
}
