namespace Multiprocessing.Generators.Proxies.Models;

/// <summary>In what a method's result is wrapped.</summary>
internal enum ResultForm
{
    /// <summary>In nothing: the method is synchronous.</summary>
    Direct,

    /// <summary>In a Task.</summary>
    Task,

    /// <summary>In a ValueTask.</summary>
    ValueTask,
}
