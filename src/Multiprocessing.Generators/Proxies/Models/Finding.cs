using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Multiprocessing.Generators.Proxies.Models;

/// <summary>A diagnostic that is equal to another that says the same at the same place, and keeps no syntax tree.</summary>
/// <param name="descriptor">The rule.</param>
/// <param name="location">Where.</param>
/// <param name="arguments">Of the message.</param>
internal sealed class Finding(DiagnosticDescriptor descriptor, Location location, params string[] arguments) : IEquatable<Finding>
{
    private readonly FileLinePositionSpan _lines = location.GetLineSpan();
    private readonly TextSpan _span = location.SourceSpan;

    internal Diagnostic ToDiagnostic() => Diagnostic.Create(
        descriptor,
        _lines.Path.Length == 0 ? Location.None : Location.Create(_lines.Path, _span, _lines.Span),
        [.. arguments]);

    public bool Equals(Finding? other) => other is not null && other.Rule == Rule && other._span == _span && other._lines.Equals(_lines) && other.Arguments.SequenceEqual(Arguments);

    public override bool Equals(object? obj) => Equals(obj as Finding);

    public override int GetHashCode() => _span.GetHashCode();

    private DiagnosticDescriptor Rule => descriptor;

    private string[] Arguments => arguments;
}
