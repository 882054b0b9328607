namespace Multiprocessing.Serialization;

/// <summary>An object whose class its user does not know: it travels as one of an interface.</summary>
internal interface ISharedAs
{
    /// <summary>The interface.</summary>
    Type SharedType { get; }
}
