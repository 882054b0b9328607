namespace Multiprocessing.Serialization.Checks;

/// <summary>The check of values declared as <typeparamref name="T"/>.</summary>
internal abstract class ValueCheck<T>
{
    /// <summary>Null when the value can be written; else the path from it to what cannot, and why: <c>.Pet: Dog (declared as Animal, …)</c>.</summary>
    /// <param name="value">The value; null is fine.</param>
    /// <param name="depth">How many levels may follow.</param>
    internal abstract string? Find(T? value, int depth);
}
