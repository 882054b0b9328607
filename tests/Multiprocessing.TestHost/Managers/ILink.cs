namespace Multiprocessing.TestHost.Managers;

/// <summary>A link of a ring of objects, in several processes, that call each other round and round.</summary>
[Shared("link")]
internal interface ILink
{
    /// <summary>How often the object was entered.</summary>
    int Entered { get; }

    /// <summary>Calls the next of four links, which calls the one after; the number of calls.</summary>
    int Pass(ILink next, ILink after, ILink last, int hops);

    /// <summary>The same, with awaits.</summary>
    ValueTask<int> PassAsync(ILink next, ILink after, ILink last, int hops);

    /// <summary>The same, by turns with and without.</summary>
    ValueTask<int> PassMixedAsync(ILink next, ILink after, ILink last, int hops);
}
