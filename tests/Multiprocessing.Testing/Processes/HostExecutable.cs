using System.Runtime.InteropServices;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Testing;

/// <summary>The program that verbs run in, as it lies beside the test program, and the environment it gets.</summary>
internal static class HostExecutable
{
    internal static string Path { get; } = Find();

    internal static void SetEnvironment(IDictionary<string, string?> environment, TestProcessOptions options)
    {
        // The runtime that runs the test runs the host too, wherever it is installed.
        environment["DOTNET_ROOT"] = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        // A killed process would leave the sockets of its diagnostic server behind.
        environment["DOTNET_EnableDiagnostics"] = "0";
        environment.Remove("MP_FAULT");
        if (options.DomainName is { } domain) environment[Domain.NameVariable] = domain;
        if (options.Fault is { } fault) environment["MP_FAULT"] = fault;
        foreach (var (name, value) in options.Environment)
        {
            if (value is null) environment.Remove(name);
            else environment[name] = value;
        }
    }

    private static string Find()
    {
        string path = System.IO.Path.Combine(AppContext.BaseDirectory, "Multiprocessing.TestHost");
        return File.Exists(path) ? path : throw new FileNotFoundException($"The test host is not beside the test program: '{path}'. Build the whole solution.");
    }
}
