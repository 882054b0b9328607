namespace Multiprocessing.Managers;

/// <summary>An object that remembers its face, so that the same object is the same face.</summary>
internal interface IFaced
{
    /// <summary>See <see cref="SharedFace"/>; null before the first.</summary>
    object? Face { get; set; }
}
