namespace Multiprocessing.TestHost.Managers;

/// <summary>An enumeration in a signature.</summary>
public enum StockKind
{
    /// <summary>One by one.</summary>
    Loose = 0,

    /// <summary>In boxes.</summary>
    Boxed = 5,
}
