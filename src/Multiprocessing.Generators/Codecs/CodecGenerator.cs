using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Multiprocessing.Generators.Codecs.Emission;
using Multiprocessing.Generators.Codecs.Models;
using Multiprocessing.Generators.Codecs.Reading;

namespace Multiprocessing.Generators.Codecs;

/// <summary>Makes codecs of the types whose values travel: symbols to models, models to one file (docs/decisions/0014).</summary>
[Generator(LanguageNames.CSharp)]
public sealed class CodecGenerator : IIncrementalGenerator
{
    /// <summary>The name of the step whose output is what was found; for tests of what is done anew.</summary>
    internal const string MessagesStep = "Messages";

    private const string AheadOfTimeProperty = "build_property.PublishAot";
    private const string RuntimeName = "Multiprocessing.GeneratedCodecs";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Where the library's own generated-code types are missing, it is another version, or this is the library.
        IncrementalValueProvider<bool> isWanted = context.CompilationProvider.Select(static (compilation, _) => compilation.GetTypeByMetadataName(RuntimeName) is { } runtime
            && !SymbolEqualityComparer.Default.Equals(runtime.ContainingAssembly, compilation.Assembly));
        IncrementalValueProvider<ImmutableArray<Sequence<MessageModel>>> calls = Collect(context.SyntaxProvider.CreateSyntaxProvider(static (node, _) => MessageRoots.IsCall(node), MessageRoots.OfCall));
        IncrementalValueProvider<ImmutableArray<Sequence<MessageModel>>> names = Collect(context.SyntaxProvider.CreateSyntaxProvider(static (node, _) => MessageRoots.IsName(node), MessageRoots.OfName));
        IncrementalValueProvider<ImmutableArray<Sequence<MessageModel>>> interfaces = Collect(context.SyntaxProvider
            .ForAttributeWithMetadataName("Multiprocessing.SharedAttribute", static (_, _) => true, static (marked, _) => MessageRoots.OfInterface(marked)));
        IncrementalValueProvider<ImmutableArray<Sequence<MessageModel>>> attributes = Collect(context.SyntaxProvider
            .ForAttributeWithMetadataName("Multiprocessing.MessageAttribute", static (_, _) => true, static (marked, _) => MessageRoots.OfAssembly(marked)));
        IncrementalValueProvider<ImmutableArray<Sequence<MessageModel>>> foreign = Collect(context.SyntaxProvider
            .ForAttributeWithMetadataName("Multiprocessing.SharedInterfaceAttribute", static (_, _) => true, static (marked, _) => MessageRoots.OfAssembly(marked)));
        IncrementalValueProvider<ImmutableArray<Sequence<MessageModel>>> marked = interfaces.Combine(attributes).Combine(foreign)
            .Select(static (found, _) => found.Left.Left.AddRange(found.Left.Right).AddRange(found.Right));
        IncrementalValueProvider<bool> isAheadOfTime = context.AnalyzerConfigOptionsProvider.Select(static (options, _) =>
            options.GlobalOptions.TryGetValue(AheadOfTimeProperty, out string? value) && value.Equals("true", StringComparison.OrdinalIgnoreCase));
        context.RegisterSourceOutput(isWanted.Combine(isAheadOfTime).Combine(calls).Combine(names).Combine(marked), static (production, found) =>
        {
            MessageModel[] messages = [.. found.Left.Left.Right.Concat(found.Left.Right).Concat(found.Right).SelectMany(static one => one)];
            (bool isWanted, bool isAheadOfTime) = found.Left.Left.Left;
            if (isWanted && CodecFile.Emit(messages, isAheadOfTime) is { } text) production.AddSource(CodecFile.Name, SourceText.From(text, Encoding.UTF8));
        });
    }

    private static IncrementalValueProvider<ImmutableArray<Sequence<MessageModel>>> Collect(IncrementalValuesProvider<Sequence<MessageModel>> found) =>
        found.Where(static messages => messages.Count > 0).WithTrackingName(MessagesStep).Collect();
}
