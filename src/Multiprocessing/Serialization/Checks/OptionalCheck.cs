using PolyType.Abstractions;

namespace Multiprocessing.Serialization.Checks;

/// <summary>Checks what a nullable or option holds.</summary>
internal sealed class OptionalCheck<TOptional, TElement>(OptionDeconstructor<TOptional, TElement> deconstruct, ValueCheck<TElement> check) : ValueCheck<TOptional>
{
    internal override string? Find(TOptional? value, int depth) => value is not null && deconstruct(value, out TElement? element) ? check.Find(element, depth) : null;
}
