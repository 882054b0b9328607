namespace Multiprocessing.Cli.Inspection;

/// <summary>How much a finding matters.</summary>
internal enum FindingLevel
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Works, but slower or with less room than it could.</summary>
    Slower,

    /// <summary>The library does not work, or not reliably.</summary>
    Bad,
}
