using System.Text.Json;
using System.Text.Json.Serialization;

namespace Multiprocessing.Cli;

/// <summary>How results are printed for programs: one JSON document on standard output.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static void Print<T>(T value) => Console.WriteLine(JsonSerializer.Serialize(value, s_options));
}
