namespace Multiprocessing.TestHost.Managers;

/// <summary>Inherits a generic shared interface with its own type parameter, and refers to objects of others.</summary>
[Shared]
internal interface ILibrary<T> : IShelf<T>
    where T : notnull
{
    IShelf<string> Titles { get; }
}
