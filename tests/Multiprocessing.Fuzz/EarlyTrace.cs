using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiprocessing.Fuzz;

/// <summary>
/// Instrumented code reports to memory that the fuzzer gives only when it begins. What runs before, the registration of contracts when assemblies are loaded, reports to memory that nobody looks at.
/// The compiler runs initializers of written code before those of generated code.
/// </summary>
internal static unsafe class EarlyTrace
{
    private const int MapSize = 1 << 16;

    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "It must run before what other assemblies do when they are loaded.")]
    internal static void Begin() => SharpFuzz.Common.Trace.SharedMem = (byte*)NativeMemory.AllocZeroed(MapSize);
}
