using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Loader;
using Multiprocessing.Connections;
using Multiprocessing.Diagnostics;

namespace Multiprocessing.Processes;

/// <summary>An assembly as a call names it to a child: in exactly the version that this process has, since metadata tokens go with it.</summary>
internal sealed class AssemblyReference
{
    private readonly string _name;
    private readonly string _path;
    private readonly Guid _version;

    private AssemblyReference(string name, string path, Guid version)
    {
        _name = name;
        _path = path;
        _version = version;
    }

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "In a single file the location is empty and the name is enough.")]
    internal static AssemblyReference Of(Assembly assembly) => new(assembly.FullName!, assembly.Location, assembly.ManifestModule.ModuleVersionId);

    internal void Write(BinaryWriter writer)
    {
        writer.Write(_name);
        writer.Write(_path);
        writer.Write(_version.ToByteArray());
    }

    internal static AssemblyReference Read(PayloadReader reader) => new(reader.ReadString(), reader.ReadString(), reader.ReadGuid());

    /// <summary>Mostly the program or this library, which are there already and need not be looked for by their names.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A trimmed program keeps what its own calls of Start name.")]
    internal Assembly Find()
    {
        if (Assembly.GetEntryAssembly() is { } program && program.ManifestModule.ModuleVersionId == _version) return program;
        Assembly library = typeof(AssemblyReference).Assembly;
        if (library.ManifestModule.ModuleVersionId == _version) return library;
        Assembly found = Load();
        return found.ManifestModule.ModuleVersionId == _version ? found : throw Errors.EntryPointNotFound($"the version of assembly '{_name}'", null);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A trimmed program keeps what its own calls of Start name.")]
    private Assembly Load()
    {
        try
        {
            return Assembly.Load(new AssemblyName(_name));
        }
        catch (FileNotFoundException) when (_path.Length > 0 && File.Exists(_path))
        {
            // A plug-in: not among the program's own assemblies, and loaded from its file in the parent too.
            return AssemblyLoadContext.Default.LoadFromAssemblyPath(_path);
        }
    }
}
