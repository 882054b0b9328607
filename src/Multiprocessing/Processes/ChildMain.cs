using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Loader;

namespace Multiprocessing.Processes;

/// <summary>
/// Where a child begins that the .NET host runs from files (<see cref="ProgramCommand"/>): this library is the program, with the settings and dependencies of the one that
/// it then stands in for. Nothing else ever starts it.
/// </summary>
internal static class ChildMain
{
    /// <summary>Runs the entry point that the parent sends, and ends the process.</summary>
    /// <param name="arguments">The file of the program whose child this is, and the text of a <see cref="ChildVariable"/>.</param>
    /// <exception cref="InvalidOperationException">This process is nobody's child.</exception>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Trimmed programs are not started this way.")]
    internal static void Main(string[] arguments)
    {
        // The program is what asks about itself: its name, its settings, its attributes.
        if (arguments.Length == 2)
        {
            Assembly.SetEntryAssembly(AssemblyLoadContext.Default.LoadFromAssemblyPath(arguments[0]));
            if (ChildVariable.Parse(arguments[1]) is { } variable) ChildEntry.RunIfChild(variable);
        }

        throw Errors.NobodysChild();
    }
}
