namespace Multiprocessing;

/// <summary>Names a factory of a manager that makes an object from an argument. Server and client use the same.</summary>
/// <typeparam name="T">The interface of what it makes.</typeparam>
/// <typeparam name="TArgument">What it is made from; a tuple where it is several.</typeparam>
public sealed class Factory<T, TArgument>
    where T : class
{
    /// <summary>Names a factory.</summary>
    /// <param name="name">1 to 200 characters.</param>
    public Factory(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>The factory's name.</summary>
    public string Name { get; }
}
