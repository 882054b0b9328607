namespace Multiprocessing.Generators.Proxies.Models;

/// <summary>What of C# a member is.</summary>
internal enum MemberKind
{
    /// <summary>A method.</summary>
    Method,

    /// <summary>The getter of a property or indexer.</summary>
    Get,

    /// <summary>The setter of a property or indexer; its last parameter is the value.</summary>
    Set,

    /// <summary>An event; its one parameter is the handler.</summary>
    Event,
}
