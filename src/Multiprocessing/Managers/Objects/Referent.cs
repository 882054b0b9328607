namespace Multiprocessing.Managers.Objects;

/// <summary>The base of ready-made objects, as they live at the server.</summary>
/// <param name="typeText">What it holds, as its makers and users say it.</param>
internal abstract class Referent(string typeText) : IFaced
{
    /// <summary>What it holds: equal for all who may use it.</summary>
    internal string TypeText { get; } = typeText;

    /// <summary>Under what name it is registered; null for an object that lives by its references.</summary>
    internal Hosted? Hosted { get; set; }

    /// <inheritdoc/>
    public object? Face { get; set; }

    public override string ToString() => Hosted is { Name: { } name } ? $"'{name}'" : $"an object of {TypeText}";
}
