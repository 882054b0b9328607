namespace Multiprocessing.Generators.Proxies.Models;

/// <summary>What the generator has to say of one interface: a file, or why there is none. Equal to another that says the same, so that nothing is done anew for it.</summary>
/// <param name="name">The file's name.</param>
/// <param name="text">Its text; null when the interface cannot be exported.</param>
/// <param name="findings">What is wrong with it.</param>
internal sealed class GeneratedFile(string name, string? text, IReadOnlyList<Finding> findings) : IEquatable<GeneratedFile>
{
    internal string Name { get; } = name;

    internal string? Text { get; } = text;

    internal IReadOnlyList<Finding> Findings { get; } = findings;

    public bool Equals(GeneratedFile? other) => other is not null && other.Name == Name && other.Text == Text && other.Findings.SequenceEqual(Findings);

    public override bool Equals(object? obj) => Equals(obj as GeneratedFile);

    public override int GetHashCode() => Text?.GetHashCode() ?? Name.GetHashCode();
}
