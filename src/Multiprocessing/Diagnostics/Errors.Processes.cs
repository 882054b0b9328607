using System.Globalization;

namespace Multiprocessing.Diagnostics;

internal static partial class Errors
{
    internal static PlatformNotSupportedException ChildrenNeedLinux() => new(
        "Child processes cannot be started here: this version of Multiprocessing has a backend for Linux only, and this is not Linux. Run the program on Linux.");

    internal static NotSupportedException ProgramCannotBeEntered(string program) => new(
        $"No child was started: program '{program}' has startup hooks switched off (System.StartupHookProvider.IsSupported is false, as in trimmed "
        + "programs), so a child would run Main instead of its entry point. Set <StartupHookSupport>true</StartupHookSupport> in the project, "
        + "or publish it without trimming.");

    internal static NotSupportedException ProgramHasNoEntrance(string program) => new(
        $"No child was started: program '{program}' was compiled ahead of time and has no entrance for children, so a child would run Main instead of its entry point. "
        + "The package's source generator writes the entrance when the project sets <PublishAot>true</PublishAot>; refer to the package from the program's own project.");

    internal static InvalidOperationException EntryPointNotKept(string method, string? type) => new(
        $"The child does not find method '{method}' of type '{type}': the program was compiled ahead of time without it. Entry points are kept where a lambda or method is given to Start right in "
        + "the call, in code that is not generic; write it so, or keep the method by [DynamicDependency].");

    internal static NotSupportedException ArgumentCodeMissing(Type type) => new(
        $"A value of type {type} cannot go between processes in this program: it was compiled ahead of time without the code for it. Make the type internal or public, so that generated code can name it, "
        + "or call ChildProgram.Know<T>() for it in a module initializer.");

    internal static NotSupportedException ProgramIsUnknown() => new(
        "No child was started: the system does not tell the path of this process's program (Environment.ProcessPath is null), so it cannot be started again.");

    internal static InvalidOperationException NobodysChild() => new(
        "The library was started as a program, and no parent waits for it: it is one only for the children of programs that use it. Start the program itself.");

    internal static InvalidOperationException ChildRanMain(int parent) => new(
        $"No child was started: process {Environment.ProcessId} is itself a child that process {parent} started, but it was not entered and runs the program's Main, "
        + "so starts would go on without end. The program starts other than by the .NET host, or something removed DOTNET_STARTUP_HOOKS.");

    internal static InvalidOperationException ChildrenTooDeep(int depth) => new(
        $"No child was started: this process is child number {depth} in a line of children that start children; the limit is {depth}. "
        + "Most likely a static constructor or module initializer starts a child, and runs in each child again.");

    internal static ArgumentException EntryPointCaptures(string method, IEnumerable<string> fields) => new(
        $"Entry point '{method}' captures {string.Join(", ", fields)}; a child shares no variables with its parent. "
        + "Make the lambda static and pass the values as arguments of Start.");

    internal static ArgumentException EntryPointHasTarget(string method, Type type) => new(
        $"Entry point '{method}' is called on an object of type {type}; objects do not go into a child. Use a static method or a static lambda, and pass what it needs as arguments of Start.");

    internal static ArgumentException EntryPointIsDynamic(string method) => new(
        $"Entry point '{method}' was made at run time and lies in no assembly, so a child cannot find it. Use a method or lambda of the program's own code.");

    internal static ArgumentException EntryPointIsMany(int count) => new(
        $"The entry point is a delegate that calls {count} methods. Start one child for each.");

    internal static InvalidOperationException EntryPointNotFound(string what, string? detail) => new(
        $"The child does not find {what} of its entry point{(detail is null ? "" : ": " + detail)}. The parent runs it, so the program's files have most likely been replaced since the parent started; restart the program.");

    internal static ArgumentException CancellationTokenIsNoArgument() => new(
        "A CancellationToken cannot be passed to a child. Declare it as the last parameter of the entry point and leave the argument out: the child gets a token of its own, which Terminate() cancels.");

    internal static InvalidOperationException ChildNotEnded(string name, int id) => new(
        $"Child '{name}' (process {id}) has not ended, so it has no result yet. Await it, or call Wait first.");

    internal static TimeoutException ChildStillRuns(string name, int id, TimeSpan waited) => new(
        $"Child '{name}' (process {id}) did not end during the {Seconds(waited)} waited. Wait longer, or end it by Terminate or Kill.");

    internal static InvalidOperationException GroupHasEnded(string name) => new(
        $"No child was added to group '{name}': all its children have ended, or it was disposed, and whoever waited for that has gone on. Add children while others run, or start a new group.");

    internal static InvalidOperationException StreamNotRedirected(string name, string stream) => new(
        $"Child '{name}' shares {stream} with this process. Set ChildOptions.Redirect{stream} to true to have it as a stream.");

    internal static ArgumentException BadOption(string option, object value, string wanted) => new(
        $"ChildOptions.{option} is '{value}'; it must be {wanted}.");

    internal static DirectoryNotFoundException DirectoryMissing(string option, string path) => new(
        $"ChildOptions.{option} is '{path}', and there is no such directory, or it may not be entered. Make it before the child is started.");

    internal static ArgumentException ResultIsValueTask(string method) => new(
        $"Entry point '{method}' returns a ValueTask; children run methods that return Task, Task<T>, a value or nothing. Wrap it: static async (…) => await {method}(…).");

    internal static string ChildThrew(string name, int id, string type, string message) => $"Child '{name}' (process {id}) failed with {type}: {message}";

    internal static string ChildNotStarted(string name, string program, string reason) =>
        $"Child '{name}' could not be started from program '{program}': {reason}";

    internal static string ChildStartTimedOut(string name, int id, TimeSpan timeout, string errorOutput) =>
        $"Child '{name}' (process {id}) did not reach its entry point within the start timeout of {Seconds(timeout)} and was killed. "
        + "Raise ChildOptions.StartTimeout if the machine is that busy, else look for a startup hook or a native host that holds it up." + Quoted(errorOutput);

    internal static string ChildEndedEarly(string name, int id, string how, string errorOutput) =>
        $"Child '{name}' (process {id}) {how} before its entry point began." + Quoted(errorOutput);

    internal static string ChildEndedWithoutResult(string name, int id, string how) =>
        $"Child '{name}' (process {id}) {how} before its entry point returned.";

    internal static string ChildBrokeProtocol(string name, int id, string reason) =>
        $"Child '{name}' (process {id}) sent what its parent does not understand, and was killed: {reason}";

    internal static string ChildPriorityRefused(string name, System.Diagnostics.ProcessPriorityClass priority, int errno) =>
        $"Child '{name}' was not given priority {priority} and was killed: the system refused it (errno {errno}). A priority above this process's needs the CAP_SYS_NICE capability.";

    internal static string ChildCancelled(string name, int id) => $"Child '{name}' (process {id}) was terminated.";

    internal static string HowEnded(int? code, int? signal) => (code, signal) switch
    {
        (_, int number) => $"was ended by signal {number.ToString(CultureInfo.InvariantCulture)}{SignalName(number)}",
        (int number, _) => $"ended with exit code {number.ToString(CultureInfo.InvariantCulture)}",
        _ => "ended, and its exit code is not known (other code of this process collected it)",
    };

    private static string SignalName(int signal) => signal switch
    {
        2 => " (SIGINT)",
        3 => " (SIGQUIT)",
        4 => " (SIGILL)",
        6 => " (SIGABRT)",
        7 => " (SIGBUS)",
        8 => " (SIGFPE)",
        9 => " (SIGKILL; by somebody, or by the kernel for want of memory)",
        11 => " (SIGSEGV)",
        15 => " (SIGTERM)",
        _ => "",
    };

    private static string Quoted(string errorOutput) => errorOutput.Length == 0 ? "" : $" Its standard error ends with: {errorOutput}";

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
