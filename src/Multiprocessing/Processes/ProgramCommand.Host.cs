using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Multiprocessing.Processes;

/// <summary>Programs that the .NET host runs from files: <c>dotnet [exec] [--option value]… program.dll</c>, or the program's own starter, which does the same.</summary>
internal sealed partial class ProgramCommand
{
    private const string DependenciesOption = "--depsfile";
    private const string SettingsOption = "--runtimeconfig";

    /// <summary>The program's assembly; empty in a single file.</summary>
    private static string ProgramFile { get; } = FileOf(Assembly.GetEntryAssembly());

    /// <summary>The library in the program's folder, whose Main is started; empty where it came from elsewhere, as into a plug-in.</summary>
    /// <remarks>Where the package has an image for this processor, that one lies below the folder, and is what the runtime loads whichever of the two is named.</remarks>
    private static string LibraryFile { get; } = FindLibrary();

    /// <summary>The command by which a child begins in <see cref="ChildMain"/>; null where that would not be the same program with the same folder, dependencies and settings.</summary>
    private static ProgramCommand? FindHost(string path)
    {
        // The host takes the folder of what it starts for the program's.
        if (LibraryFile.Length == 0 || (IsHost(path) ? path : HostOfRuntime()) is not { } host) return null;
        List<string> options = IsHost(path) ? HostOptions() : [];
        if (!TryAdd(options, DependenciesOption, ".deps.json") || !TryAdd(options, SettingsOption, ".runtimeconfig.json")) return null;
        return new ProgramCommand(host, [host, "exec", .. options, LibraryFile, ProgramFile], EntryWay.Main);
    }

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An empty location is the sign of a single file, and is treated as such.")]
    private static string FileOf(Assembly? assembly) => assembly?.Location ?? "";

    private static string FindLibrary()
    {
        string loaded = FileOf(typeof(ProgramCommand).Assembly);
        if (loaded.Length == 0 || ProgramFile.Length == 0) return "";
        string folder = System.IO.Path.GetDirectoryName(ProgramFile)! + "/";
        string library = folder + System.IO.Path.GetFileName(loaded);
        return loaded.StartsWith(folder, StringComparison.Ordinal) && File.Exists(library) ? library : "";
    }

    private static bool IsHost(string path) => System.IO.Path.GetFileNameWithoutExtension(path) == "dotnet";

    /// <summary>The host of the installation that the runtime belongs to: <c>dotnet</c> above <c>shared/Microsoft.NETCore.App/10.0.0</c>. A program that carries its runtime has none.</summary>
    private static string? HostOfRuntime()
    {
        string? framework = System.IO.Path.GetDirectoryName(RuntimeEnvironment.GetRuntimeDirectory().TrimEnd('/'));
        string? shared = System.IO.Path.GetDirectoryName(framework);
        if (shared is null || System.IO.Path.GetFileName(shared) != "shared") return null;
        string host = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(shared)!, "dotnet");
        return File.Exists(host) ? host : null;
    }

    /// <summary>Adds the program's own file for an option that was not given; false when there is none.</summary>
    private static bool TryAdd(List<string> options, string option, string extension)
    {
        if (options.Contains(option)) return true;
        string file = System.IO.Path.ChangeExtension(ProgramFile, extension);
        if (!File.Exists(file)) return false;
        options.AddRange([option, file]);
        return true;
    }

    /// <summary>
    /// The options between the host and the program: all of them, since test hosts get the program's dependencies and settings this way.
    /// The program's own arguments are left out: its Main does not run.
    /// </summary>
    private static List<string> HostOptions()
    {
        string[] given = File.ReadAllText("/proc/self/cmdline").Split('\0');
        var options = new List<string>();
        int next = given.Length > 1 && given[1] == "exec" ? 2 : 1;
        for (; next + 1 < given.Length && given[next].StartsWith("--", StringComparison.Ordinal); next += 2)
        {
            options.Add(given[next]);
            options.Add(Absolute(given[next + 1]));
        }

        string program = next < given.Length ? System.IO.Path.GetFileName(given[next]) : "";
        // A command of the SDK (dotnet msbuild) names no program; its options, if any, are not the host's. A child names the library in the program's place.
        return program == System.IO.Path.GetFileName(ProgramFile) || program == System.IO.Path.GetFileName(LibraryFile) ? options : [];
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
