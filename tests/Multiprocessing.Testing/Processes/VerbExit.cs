namespace Multiprocessing.Testing;

/// <summary>Exit codes of the test host.</summary>
internal static class VerbExit
{
    /// <summary>The verb threw; its exception is on the standard error stream.</summary>
    internal const int Failed = 70;

    /// <summary>There is no such verb, or it was not given.</summary>
    internal const int Usage = 64;
}
