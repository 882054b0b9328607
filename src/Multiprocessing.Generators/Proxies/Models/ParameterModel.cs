using Microsoft.CodeAnalysis;

namespace Multiprocessing.Generators.Proxies.Models;

/// <summary>A parameter.</summary>
/// <param name="name">Its name, escaped where it is a keyword.</param>
/// <param name="value">Its type.</param>
/// <param name="kind">By value, ref, out, in.</param>
/// <param name="isScoped">Whether it is declared scoped, or implicitly is.</param>
/// <param name="defaultValue">Its default as source; null when it has none.</param>
/// <param name="isParams">Whether it takes the rest of the arguments.</param>
internal sealed class ParameterModel(string name, ValueModel value, RefKind kind, bool isScoped, string? defaultValue, bool isParams)
{
    internal string Name { get; } = name;

    internal ValueModel Value { get; } = value;

    internal RefKind Kind { get; } = kind;

    internal bool IsScoped { get; } = isScoped;

    internal string? DefaultValue { get; } = defaultValue;

    internal bool IsParams { get; } = isParams;

    /// <summary>Whether the caller's value travels to the object.</summary>
    internal bool IsSent => Kind != RefKind.Out && Value.Travel is not (Travel.Token or Travel.Sender or Travel.NoArguments);

    /// <summary>Whether the object's value travels back.</summary>
    internal bool IsReturned => Kind is RefKind.Ref or RefKind.Out;
}
