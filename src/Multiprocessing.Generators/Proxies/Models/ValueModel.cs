namespace Multiprocessing.Generators.Proxies.Models;

/// <summary>A type in a signature.</summary>
/// <param name="type">The declared type, as source.</param>
/// <param name="wireType">The type that is written and read, as source; of a sequence or enumerator, its items'.</param>
/// <param name="travel">How it travels.</param>
internal sealed class ValueModel(string type, string wireType, Travel travel)
{
    internal string Type { get; } = type;

    internal string WireType { get; } = wireType;

    internal Travel Travel { get; } = travel;

    /// <summary>Of a stream of bytes: whether it may be used after the call.</summary>
    internal bool IsRetained { get; set; }

    /// <summary>Of a collection: the type of its items, as source.</summary>
    internal string ItemType => WireType.TrimEnd('?').Substring(0, WireType.TrimEnd('?').Length - 2);
}
