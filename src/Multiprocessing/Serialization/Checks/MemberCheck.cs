namespace Multiprocessing.Serialization.Checks;

/// <summary>Checks one member of an object.</summary>
internal abstract class MemberCheck<TDeclaring>(string name)
{
    internal string Name { get; } = name;

    internal abstract string? Find(ref TDeclaring declaring, int depth);
}
