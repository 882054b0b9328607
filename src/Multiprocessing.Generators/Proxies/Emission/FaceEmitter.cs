using Microsoft.CodeAnalysis;
using Multiprocessing.Generators.Proxies.Reading;

namespace Multiprocessing.Generators.Proxies.Emission;

/// <summary>Writes the registration of an interface of the library, whose objects are used through a class of the library: that makes it known, a generic one with its type arguments.</summary>
internal static class FaceEmitter
{
    internal static string Emit(string generatedName, string method, INamedTypeSymbol form)
    {
        string arguments = form.IsGenericType ? $"<{string.Join(", ", form.TypeArguments.Select(static argument => argument.ToDisplayString(ValueReader.Source)))}>" : "";
        SourceText source = FileEmitter.Begin();
        source.Block("namespace Multiprocessing.Generated", () =>
        {
            source.Block($"internal static class {generatedName}_Face", () =>
            {
                source.Line("[global::System.Runtime.CompilerServices.ModuleInitializer]");
                source.Line("internal static void Announce() => global::Multiprocessing.SharedContract.Announce(Register);");
                source.Line();
                source.Line($"private static void Register() => global::Multiprocessing.SharedFaces.{method}{arguments}();");
            });
        });
        return source.ToString();
    }
}
