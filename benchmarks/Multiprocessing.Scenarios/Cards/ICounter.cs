namespace Multiprocessing.Scenarios.Cards;

/// <summary>What the cards rpc and many-clients call.</summary>
[Shared]
internal interface ICounter
{
    /// <summary>Bytes that the server's process has allocated since it began.</summary>
    long AllocatedBytes { get; }

    /// <summary>Bytes that are alive in the server's process.</summary>
    long LiveBytes { get; }

    /// <summary>Adds to a total, and answers it.</summary>
    long Add(long n);

    /// <summary>Answers what it is given.</summary>
    string Echo(string text);

    /// <summary>Answers what it is given.</summary>
    byte[] Return(byte[] bytes);

    /// <summary>Keeps its thread for 50 ms.</summary>
    void Block();

    /// <summary>Ends when <see cref="Release"/> is called, and keeps no thread.</summary>
    Task WaitAsync();

    /// <summary>Ends all that wait.</summary>
    void Release();
}
