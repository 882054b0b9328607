using PolyType.Abstractions;

namespace Multiprocessing.Serialization.Checks;

/// <summary>Checks what a property or field holds.</summary>
internal sealed class PropertyCheck<TDeclaring, TProperty>(string name, Getter<TDeclaring, TProperty> getter, ValueCheck<TProperty> check) : MemberCheck<TDeclaring>(name)
{
    internal override string? Find(ref TDeclaring declaring, int depth) => check.Find(getter(ref declaring), depth);
}
