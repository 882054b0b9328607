namespace Multiprocessing.Generators.Proxies.Models;

/// <summary>How a value of a signature goes from one process to the other.</summary>
internal enum Travel
{
    /// <summary>Nothing travels: a method without a result.</summary>
    Nothing,

    /// <summary>As a copy.</summary>
    Value,

    /// <summary>The object stays where it is.</summary>
    Reference,

    /// <summary>A lazy or read-only collection: its items as a copy.</summary>
    Items,

    /// <summary>A span: its items as a copy.</summary>
    Span,

    /// <summary>An asynchronous sequence: the receiver enumerates it where it is.</summary>
    Sequence,

    /// <summary>An enumerator: the receiver moves it where it is.</summary>
    Enumerator,

    /// <summary>A delegate: the receiver calls it where it is.</summary>
    Callback,

    /// <summary>What hears of progress: lent to a call.</summary>
    Progress,

    /// <summary>A stream of bytes: the receiver reads and writes it where it is.</summary>
    Bytes,

    /// <summary>Not at all: who raised an event, which each side knows.</summary>
    Sender,

    /// <summary>Not at all: the arguments of an event that has none.</summary>
    NoArguments,

    /// <summary>Not at all: each side has a token of its own.</summary>
    Token,
}
