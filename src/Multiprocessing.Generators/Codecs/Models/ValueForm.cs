namespace Multiprocessing.Generators.Codecs.Models;

/// <summary>How a value within a message is written.</summary>
internal enum ValueForm
{
    /// <summary>By an overload of the writer.</summary>
    Direct,

    /// <summary>An enum, as the number under it.</summary>
    Number,

    /// <summary>As it lies in memory.</summary>
    Plain,

    /// <summary>A shared object, as its handle.</summary>
    Shared,

    /// <summary>By methods that are generated for its type.</summary>
    Generated,
}
