namespace Multiprocessing.Generators.Codecs.Models;

/// <summary>What kind of type methods are generated for.</summary>
internal enum TypeForm
{
    /// <summary>A record, class or struct with members.</summary>
    Object,

    /// <summary>A value tuple.</summary>
    Tuple,

    /// <summary>A nullable value.</summary>
    Nullable,

    /// <summary>An array.</summary>
    Array,

    /// <summary>A collection that tells its count.</summary>
    Collection,

    /// <summary>A sequence that may not know its count.</summary>
    Sequence,

    /// <summary>A collection that is made from an array.</summary>
    Immutable,

    /// <summary>Keys and values.</summary>
    Dictionary,

    /// <summary>One of several classes, told apart by a tag.</summary>
    Union,
}
