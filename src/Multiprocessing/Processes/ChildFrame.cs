namespace Multiprocessing.Processes;

/// <summary>
/// The kinds of frames between parent and child. The conversation:
/// <code>
///      parent                               child
/// 1    Setup (sent at once, not waited for)
/// 2                                         Hello: the hook runs, this is the protocol and library it has
/// 3                                         Ready: set up (only a warm host)
/// 4    Run, then one Argument for each
/// 5                                         Started: arguments are read, shared objects attached, the entry point begins
/// 6                                         Result, Threw or Cancelled, once; then the child exits
/// </code>
/// Each side may end at any point. The parent learns of it from the child's exit, the child from the end of the stream.
/// </summary>
internal enum ChildFrame : uint
{
    None = 0,
    Setup = 1,
    Run = 2,
    Argument = 3,
    Hello = 16,
    Ready = 17,
    Started = 18,
    Result = 19,
    Threw = 20,
    Cancelled = 21,
}
