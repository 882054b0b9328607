namespace Multiprocessing;

/// <summary>What a key grants at a server.</summary>
[Flags]
public enum AccessRights
{
    /// <summary>Nothing: whoever has the key may connect, and is refused each call.</summary>
    None = 0,

    /// <summary>To call getters and the members marked with <c>[Reads]</c>, and to ask for statistics.</summary>
    Read = 1,

    /// <summary>To call all other members, add handlers to events, and call by name (<c>mp call</c>).</summary>
    Call = 2,

    /// <summary>To have objects made: by factories, and ready-made ones, also by their first use.</summary>
    Create = 4,

    /// <summary>Everything.</summary>
    All = Read | Call | Create,
}
