using System.Runtime.CompilerServices;
using Multiprocessing.Diagnostics;

namespace Multiprocessing.Processes;

/// <summary>How to start the running program once more, so that the child is entered before the program's Main.</summary>
/// <remarks>
/// <para>Three ways. Where the .NET host runs the program from its files, it is started with the program's dependencies and settings and this library as the program: the child begins in
/// <see cref="ChildMain"/>, as soon as any program begins. A single file is started as it is, and this library is entered through a startup hook, which costs the child 8 ms more. A program compiled ahead of time enters this library itself, by what the source generator wrote into it.</para>
/// <para>A module initializer in the program's own assembly is none where code is compiled just in time: until it returns, every other thread that touches that assembly waits (docs/decisions/0004).</para>
/// </remarks>
internal sealed partial class ProgramCommand
{
    private const string HookSwitch = "System.StartupHookProvider.IsSupported";
    internal const string HookVariable = "DOTNET_STARTUP_HOOKS";

    private static readonly Lazy<ProgramCommand> s_current = new(Find);

    private ProgramCommand(string path, IReadOnlyList<string> arguments, EntryWay way)
    {
        Path = path;
        Arguments = arguments;
        Way = way;
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

    /// <summary>How the child is entered.</summary>
    internal EntryWay Way { get; }

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
    private static string Hook { get; } = FileOf(typeof(ProgramCommand).Assembly) is { Length: > 0 } file ? file : "Multiprocessing";

    private static ProgramCommand Find()
    {
        string path = Environment.ProcessPath ?? throw Errors.ProgramIsUnknown();
        if (ChildProgram.IsEntered) return new ProgramCommand(path, [path], EntryWay.Generated);
        if (!RuntimeFeature.IsDynamicCodeSupported) throw Errors.ProgramHasNoEntrance(path);
        if (FindHost(path) is { } hosted) return hosted;
        if (AppContext.TryGetSwitch(HookSwitch, out bool isSupported) && !isSupported) throw Errors.ProgramCannotBeEntered(path);
        if (!IsHost(path)) return new ProgramCommand(path, [path], EntryWay.Hook);
        return new ProgramCommand(path, [path, "exec", .. HostOptions(), ProgramFile], EntryWay.Hook);
    }
}
