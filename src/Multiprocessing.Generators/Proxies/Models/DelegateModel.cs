using Microsoft.CodeAnalysis;

namespace Multiprocessing.Generators.Proxies.Models;

/// <summary>A delegate type in a signature.</summary>
/// <param name="type">As source.</param>
/// <param name="invoke">Its call.</param>
internal sealed class DelegateModel(string type, MemberModel invoke)
{
    internal string Type { get; } = type;

    internal MemberModel Invoke { get; } = invoke;

    /// <summary>Whether it can be called without waiting: nothing comes back.</summary>
    internal bool CanPost => Invoke.Result.Travel == Travel.Nothing && !Invoke.IsAsync && Invoke.Parameters.All(static parameter => parameter.Kind == RefKind.None && parameter.Value.Travel != Travel.Span);
}
