namespace Multiprocessing.Managers.Objects;

/// <summary>What stands before a ready-made object, or its proxy.</summary>
internal interface IFace
{
    /// <summary>The object or its proxy.</summary>
    object Target { get; }
}
