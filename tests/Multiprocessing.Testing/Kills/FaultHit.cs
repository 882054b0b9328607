using System.Globalization;

namespace Multiprocessing.Testing;

/// <summary>A process kills itself when it comes to the fault point <paramref name="Name"/> for the <paramref name="Count"/>-th time.</summary>
internal readonly record struct FaultHit(string Name, int Count)
{
    /// <summary>As MP_FAULT wants it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}:{Count}");
}
