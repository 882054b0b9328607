namespace Multiprocessing;

/// <summary>Names a factory of a manager and says what it makes. Server and client use the same.</summary>
/// <typeparam name="T">The interface of what it makes.</typeparam>
public sealed class Factory<T>
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
