namespace Multiprocessing.Scenarios.Cards;

/// <summary>What the card rpc calls.</summary>
[Shared]
internal interface ICounter
{
    /// <summary>Adds to a total, and answers it.</summary>
    long Add(long n);

    /// <summary>Answers what it is given.</summary>
    string Echo(string text);
}
