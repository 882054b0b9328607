namespace Multiprocessing.Generators.Codecs.Models;

/// <summary>How a member gets its value when an object is read.</summary>
internal enum MemberBack
{
    /// <summary>As an argument of the constructor.</summary>
    ByConstructor,

    /// <summary>By its setter, in an initializer.</summary>
    BySetter,

    /// <summary>It is a collection that the object made itself, and is filled.</summary>
    ByFilling,
}
