namespace Multiprocessing.Diagnostics;

/// <summary>
/// All messages of the product, a part of the class for each folder. A message has four parts: which object (kind and name), what was found, what was
/// wanted, what to do. Numbers have units; secrets never appear.
/// </summary>
internal static partial class Errors
{
}
