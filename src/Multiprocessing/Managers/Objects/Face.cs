using Multiprocessing.Serialization;

namespace Multiprocessing.Managers.Objects;

/// <summary>The base of what users hold of a ready-made object.</summary>
/// <param name="target">The object or its proxy.</param>
internal abstract class Face<TReferent>(TReferent target) : IFace, ISharedAs, IDisposable
    where TReferent : class
{
    object IFace.Target => Target;

    Type ISharedAs.SharedType => (Target as SharedProxy)?.Target.SeenAs.Type ?? GetType();

    private protected TReferent Target { get; } = target;

    /// <summary>Gives the reference back; the object stays as long as it has a name, or others refer to it.</summary>
    public void Dispose() => (Target as SharedProxy)?.Dispose();

    public override string ToString() => Target.ToString()!;
}
