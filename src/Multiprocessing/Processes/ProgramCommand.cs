using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Multiprocessing.Diagnostics;

namespace Multiprocessing.Processes;

/// <summary>How to start the running program once more: the program's own file, or the .NET host with the options it was given.</summary>
internal sealed class ProgramCommand
{
    private const string HookSwitch = "System.StartupHookProvider.IsSupported";
    internal const string HookVariable = "DOTNET_STARTUP_HOOKS";

    private static readonly Lazy<ProgramCommand> s_current = new(Find);

    private ProgramCommand(string path, IReadOnlyList<string> arguments)
    {
        Path = path;
        Arguments = arguments;
    }

    /// <summary>This program's command.</summary>
    /// <exception cref="NotSupportedException">The program is not known, or a child of it could not be entered.</exception>
    internal static ProgramCommand Current => s_current.Value;

    /// <summary>Throws where a child could not be started and entered, for whatever reason.</summary>
    internal static void ThrowIfNoChildren()
    {
        if (!OperatingSystem.IsLinux()) throw Errors.ChildrenNeedLinux();
        _ = Current;
        ChildEntry.ThrowIfMainOfChild();
    }

    internal string Path { get; }

    /// <summary>The whole command line, beginning with the program's name.</summary>
    internal IReadOnlyList<string> Arguments { get; }

    /// <summary>The value of DOTNET_STARTUP_HOOKS for a child: what is there, and then ours, which never returns.</summary>
    internal static string HooksWithOurs(string? present) => string.IsNullOrEmpty(present) ? Hook : $"{present}{System.IO.Path.PathSeparator}{Hook}";

    /// <summary>Takes our own entry out of DOTNET_STARTUP_HOOKS, so that programs which this process starts are not entered.</summary>
    internal static void RemoveOurHook()
    {
        string present = Environment.GetEnvironmentVariable(HookVariable) ?? "";
        if (present == Hook)
        {
            Environment.SetEnvironmentVariable(HookVariable, null);
            return;
        }

        var hooks = new List<string>(present.Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
        int ours = hooks.LastIndexOf(Hook);
        if (ours >= 0) hooks.RemoveAt(ours);
        Environment.SetEnvironmentVariable(HookVariable, hooks.Count == 0 ? null : string.Join(System.IO.Path.PathSeparator, hooks));
    }

    /// <summary>The library's path; its name in a single file, where it has no path. The runtime checks a name's letters by code that costs a child 5 ms to compile.</summary>
    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An empty location is the sign of a single file, and is treated as such.")]
    private static string Hook { get; } = typeof(ProgramCommand).Assembly is { Location.Length: > 0 } file ? file.Location : "Multiprocessing";

    private static ProgramCommand Find()
    {
        string path = Environment.ProcessPath ?? throw Errors.ProgramIsUnknown();
        if (!RuntimeFeature.IsDynamicCodeSupported || (AppContext.TryGetSwitch(HookSwitch, out bool isSupported) && !isSupported))
            throw Errors.ProgramCannotBeEntered(path);
        if (System.IO.Path.GetFileNameWithoutExtension(path) != "dotnet") return new ProgramCommand(path, [path]);
        return new ProgramCommand(path, [path, .. HostArguments()]);
    }

    /// <summary>
    /// <c>dotnet [exec] [--option value]… program.dll</c>: all of it, since test hosts get the program's dependencies and settings this way.
    /// The program's own arguments are left out: its Main does not run.
    /// </summary>
    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "The .NET host runs no single files.")]
    private static List<string> HostArguments()
    {
        string program = Assembly.GetEntryAssembly()?.Location ?? "";
        string[] given = File.ReadAllText("/proc/self/cmdline").Split('\0');
        var arguments = new List<string> { "exec" };
        int next = given.Length > 1 && given[1] == "exec" ? 2 : 1;
        for (; next + 1 < given.Length && given[next].StartsWith("--", StringComparison.Ordinal); next += 2)
        {
            arguments.Add(given[next]);
            arguments.Add(Absolute(given[next + 1]));
        }

        // A command of the SDK (dotnet msbuild) names no program; its options, if any, are not the host's.
        bool namesProgram = next < given.Length && System.IO.Path.GetFileName(given[next]) == System.IO.Path.GetFileName(program);
        return namesProgram ? [.. arguments, program] : ["exec", program];
    }

    /// <summary>Values that are relative paths were meant from where the program began, which the shell noted in PWD.</summary>
    private static string Absolute(string value)
    {
        foreach (string? start in (ReadOnlySpan<string?>)[Environment.CurrentDirectory, Environment.GetEnvironmentVariable("PWD")])
        {
            if (string.IsNullOrEmpty(start)) continue;
            string path = System.IO.Path.Combine(start, value);
            if (File.Exists(path) || Directory.Exists(path)) return path;
        }

        return value;
    }
}
