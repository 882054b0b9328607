namespace Multiprocessing.Generators.Proxies.Models;

/// <summary>One callable member: a method, a getter, a setter.</summary>
/// <param name="kind">What of C# it is.</param>
/// <param name="name">Of the method or property, escaped where it is a keyword; "this" for an indexer.</param>
/// <param name="owner">The interface that declares it, as source.</param>
/// <param name="identity">Name, parameters and result as text, the same in every program that has the member.</param>
/// <param name="parameters">The parameters.</param>
/// <param name="result">The result, unwrapped.</param>
/// <param name="form">In what the result is wrapped.</param>
internal sealed class MemberModel(MemberKind kind, string name, string owner, string identity, IReadOnlyList<ParameterModel> parameters, ValueModel result, ResultForm form)
{
    internal MemberKind Kind { get; } = kind;

    internal string Name { get; } = name;

    /// <summary>What other names begin with.</summary>
    internal string BareName => IsIndexer ? "Item" : Name.TrimStart('@');

    internal string Owner { get; } = owner;

    internal string Identity { get; } = identity;

    internal IReadOnlyList<ParameterModel> Parameters { get; } = parameters;

    internal ValueModel Result { get; } = result;

    internal ResultForm Form { get; } = form;

    /// <summary>Whether it is marked as one that only reads.</summary>
    internal bool IsReading { get; set; }

    /// <summary>The time limit of its calls in milliseconds; 0 where none is said.</summary>
    internal double CallTimeout { get; set; }

    internal bool IsIndexer => Name == "this";

    /// <summary>Whether the result is a stream: each enumeration of it is a call.</summary>
    internal bool IsStream => Form == ResultForm.Direct && Result.Travel == Travel.Sequence;

    internal bool IsAsync => Form != ResultForm.Direct;

    /// <summary>The identity, up to its parameters, of what undoes it; null for nothing.</summary>
    internal string? UndoneBy { get; set; }
}
