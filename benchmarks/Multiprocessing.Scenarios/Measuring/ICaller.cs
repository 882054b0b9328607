namespace Multiprocessing.Scenarios.Measuring;

/// <summary>An object in another process, called asynchronously.</summary>
internal interface ICaller
{
    /// <summary>Adds to a total, and answers it.</summary>
    ValueTask<long> AddAsync(long n);

    /// <summary>Answers what it is given.</summary>
    ValueTask<string> EchoAsync(string text);
}
