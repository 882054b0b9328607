using System.ComponentModel;

namespace Multiprocessing;

/// <summary>Reads a value. For generated code.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="reader">Where from.</param>
/// <param name="value">The value.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void PackRead<T>(ref PackReader reader, out T value);
