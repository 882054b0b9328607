using System.ComponentModel;

namespace Multiprocessing;

/// <summary>Writes a value. For generated code.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="writer">Where to.</param>
/// <param name="value">The value.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void PackWrite<T>(ref PackWriter writer, T value);
