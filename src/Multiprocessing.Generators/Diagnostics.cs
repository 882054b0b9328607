using Microsoft.CodeAnalysis;

namespace Multiprocessing.Generators;

/// <summary>Every rule of the analyzers and generators. An id is never given to another rule; each has a page in docs/reference/diagnostics.</summary>
internal static class Diagnostics
{
    // The folder of the pages, in the repository.
    private const string Pages = "docs/reference/diagnostics/";

    internal static readonly DiagnosticDescriptor EntryPointCaptures = new(
        "MP0001",
        "The entry point of a child process captures variables",
        "The entry point captures {0}, which does not exist in the child process; {1}",
        "Processes",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A child process has a memory of its own. Its entry point is a static method or a lambda that captures nothing; what it needs is passed as an argument.",
        Pages + "MP0001.md");

    internal static readonly DiagnosticDescriptor CannotTravel = new(
        "MP0002",
        "A type cannot travel to another process",
        "{0} cannot travel to another process: {1}",
        "Messages",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Arguments and results of child processes and items of queues and pipes are messages: data, or shared objects of this library.",
        Pages + "MP0002.md");

    internal static readonly DiagnosticDescriptor CannotBeShared = new(
        "MP0003",
        "A type cannot lie in shared memory",
        "{0} cannot lie in shared memory: {1}",
        "Memory",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The bytes of an element mean the same in every process: no pointers, no native integers, no automatic layout.",
        Pages + "MP0003.md");

    internal static readonly DiagnosticDescriptor NoGeneratedCodec = new(
        "MP0004",
        "A type travels without generated code",
        "{0} travels by reflection, without generated code: {1}",
        "Messages",
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "Messages of such types are written by the general serializer: right, but slower, and in trimmed and ahead-of-time programs only with a shape of their own.",
        Pages + "MP0004.md");

    internal static readonly DiagnosticDescriptor InterfaceNotShared = new(
        "MP0010",
        "An interface cannot be shared",
        "{0} cannot be shared: {1}",
        "Managers",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The generator makes a proxy and a dispatcher of an interface that is marked with [Shared]. This one has a form for which it cannot.",
        Pages + "MP0010.md");

    internal static readonly DiagnosticDescriptor MemberNotShared = new(
        "MP0011",
        "A member of a shared interface cannot be called from another process",
        "{0} cannot be called from another process: {1}",
        "Managers",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Arguments and results of a shared interface are data, shared objects of this library, or objects of shared interfaces by reference.",
        Pages + "MP0011.md");
}
