namespace Multiprocessing;

/// <summary>Names a factory of a manager that makes an object from two arguments. Server and client use the same.</summary>
/// <typeparam name="T">The interface of what it makes.</typeparam>
/// <typeparam name="T1">The type of argument 1.</typeparam>
/// <typeparam name="T2">The type of argument 2.</typeparam>
public sealed class Factory<T, T1, T2>
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
