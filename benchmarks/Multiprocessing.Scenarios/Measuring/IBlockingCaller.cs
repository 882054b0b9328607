namespace Multiprocessing.Scenarios.Measuring;

/// <summary>An object in another process, called by a thread that waits.</summary>
internal interface IBlockingCaller
{
    /// <summary>Adds to a total, and answers it.</summary>
    long Add(long n);

    /// <summary>Answers what it is given.</summary>
    string Echo(string text);
}
