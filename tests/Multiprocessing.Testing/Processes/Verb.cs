namespace Multiprocessing.Testing;

/// <summary>
/// One thing that a process of a test can do. A verb is a class in the test host, in a file of its own; a test starts it by its type:
/// <c>TestProcess.Start&lt;HoldLockVerb&gt;(…)</c>. There is no list of verbs to keep.
/// </summary>
internal abstract class Verb
{
    /// <summary>Does the work. The process ends with exit code 0 when this returns, with <see cref="VerbExit.Failed"/> when it throws.</summary>
    internal abstract Task RunAsync(VerbChannel channel, string[] arguments);
}
