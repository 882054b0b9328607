using System.Diagnostics.CodeAnalysis;

namespace Multiprocessing.Serialization.Packing;

/// <summary>Bytes that are not what the reader wants, or an object that the writer cannot write. Becomes an error with the message's type before anybody else sees it.</summary>
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "It never leaves the library.")]
internal sealed class PackException(string message) : Exception(message);
