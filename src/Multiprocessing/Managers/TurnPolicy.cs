namespace Multiprocessing;

/// <summary>What of the calls on one object may run at the same time.</summary>
public enum TurnPolicy
{
    /// <summary>One member runs at a time; an asynchronous one lets others run while it awaits. The default.</summary>
    Interleaved = 0,

    /// <summary>One call runs at a time, from its beginning to its end, its awaits included. A call that waits for another call on the same object waits for ever.</summary>
    Exclusive = 1,

    /// <summary>Calls run at the same time; the object protects itself.</summary>
    Concurrent = 2,
}
