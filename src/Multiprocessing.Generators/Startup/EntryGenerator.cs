using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Multiprocessing.Generators.Startup;

/// <summary>
/// Gives a program that is compiled ahead of time its entrance for children: a module initializer, which there runs before Main and holds no lock, and which keeps the entry points and the code for their
/// arguments in the program. Programs that are compiled just in time are entered otherwise and get nothing (docs/decisions/0005).
/// </summary>
/// <remarks>
/// A child never returns from that initializer, so it must be the last one of the program. The compiler runs initializers in the order of the files, generated ones in the order of the generators' full
/// names: hence this namespace, which comes after those of the generators that register something.
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class EntryGenerator : IIncrementalGenerator
{
    internal const string CallsStep = "Calls";
    internal const string ProgramStep = "Program";

    private const string ProductName = "Multiprocessing.ChildProgram";
    private const string AheadOfTimeProperty = "build_property.PublishAot";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<bool> isAheadOfTime = context.AnalyzerConfigOptionsProvider.Select(static (options, _) =>
            options.GlobalOptions.TryGetValue(AheadOfTimeProperty, out string? value) && value.Equals("true", StringComparison.OrdinalIgnoreCase));
        // The assembly's name; null where there is no program, or none that uses the library.
        IncrementalValueProvider<string?> program = context.CompilationProvider.Select(static (compilation, _) =>
            compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication && compilation.GetTypeByMetadataName(ProductName) is not null ? compilation.AssemblyName : null)
            .WithTrackingName(ProgramStep);
        IncrementalValueProvider<ImmutableArray<string>> calls = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => node is InvocationExpressionSyntax { ArgumentList.Arguments.Count: > 0 }, static (call, token) => EntryCallReader.Read(call, token))
            .Where(static lines => lines.Length > 0).WithTrackingName(CallsStep).Collect();
        context.RegisterSourceOutput(isAheadOfTime.Combine(program).Combine(calls), static (output, input) =>
        {
            if (input.Left is (true, { } assembly)) output.AddSource("Multiprocessing.ChildProgram.g.cs", SourceText.From(EntryWriter.Write(assembly, input.Right), Encoding.UTF8));
        });
    }
}
