using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Multiprocessing.Processes;

/// <summary>
/// What the runtime calls before the program's Main in processes where DOTNET_STARTUP_HOOKS names this assembly. The runtime prescribes the name of the
/// class, that it has no namespace, and the method. Source: docs/design/features/host-startup-hook.md of the runtime.
/// </summary>
[SuppressMessage("Design", "CA1050", Justification = "The runtime looks for a class of this name outside any namespace.")]
internal static class StartupHook
{
    /// <summary>Runs the child's entry point and ends the process, or returns when this process is nobody's child.</summary>
    internal static void Initialize()
    {
        // Where this library is the program too, its Main is next, and does the same.
        if (Assembly.GetEntryAssembly() != typeof(StartupHook).Assembly) ChildEntry.RunIfChild();
    }
}
