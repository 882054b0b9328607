using System.Runtime.InteropServices;

namespace Multiprocessing.TestHost;

/// <summary>Strings for calls that start programs. Their memory is never freed: the process ends soon, or becomes another.</summary>
internal static class NativeStrings
{
    internal static nint Of(string text) => Marshal.StringToCoTaskMemUTF8(text);

    /// <summary>An array of strings as C has it, with 0 at its end.</summary>
    internal static nint[] Vector(IEnumerable<string> texts) => [.. texts.Select(Of), 0];
}
