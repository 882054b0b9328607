namespace Multiprocessing.TestHost.Managers;

/// <summary>A shelf with shelves of its own.</summary>
internal sealed class Library<T> : Shelf<T>, ILibrary<T>
    where T : notnull
{
    public IShelf<string> Titles { get; } = new Shelf<string>();
}
