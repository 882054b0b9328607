namespace Multiprocessing;

/// <summary>The object that a proxy stands for is not there: nothing is registered under its name, or it was released.</summary>
public sealed class ObjectGoneException : MultiprocessingException
{
    internal ObjectGoneException(string message)
        : base(message)
    {
    }
}
