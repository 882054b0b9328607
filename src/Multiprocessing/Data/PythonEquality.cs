namespace Multiprocessing.Data;

/// <summary>Python's <c>==</c> for the types of a <see cref="ShareableList"/>: numbers are compared by their exact value, whatever their type; text and bytes are never alike.</summary>
internal static class PythonEquality
{
    internal static bool AreEqual(object? left, object? right) => (AsNumber(left), AsNumber(right)) switch
    {
        (long a, long b) => a == b,
        (double a, double b) => a == b,
        (long a, double b) => AreEqual(a, b),
        (double a, long b) => AreEqual(b, a),
        (null, null) when left is byte[] a => right is byte[] b && a.AsSpan().SequenceEqual(b),
        (null, null) => Equals(left, right),
        _ => false,
    };

    // Exact: a conversion of the integer would round it. 2^63 itself is a double and no long.
    private static bool AreEqual(long integer, double number) => number is >= -9223372036854775808.0 and < 9223372036854775808.0 && Math.Floor(number) == number && (long)number == integer;

    private static object? AsNumber(object? value) => value switch
    {
        bool flag => flag ? 1L : 0L,
        long or double => value,
        _ => null,
    };
}
