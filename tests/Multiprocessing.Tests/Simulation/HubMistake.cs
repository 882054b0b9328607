namespace Multiprocessing.Tests.Simulation;

/// <summary>What the author of the asynchronous waits could have got wrong.</summary>
public enum HubMistake
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Announces that somebody waits before the process is noted: a signaller between the two rings nobody.</summary>
    AnnouncesBeforeNote,

    /// <summary>Does not look at the object once more after the announcement.</summary>
    LooksOnceOnly,

    /// <summary>Goes on waiting after a ring without saying so again.</summary>
    WaitsOnSilently,

    /// <summary>The hub reads the bell after it took what was rung.</summary>
    ReadsBellLate,

    /// <summary>The hub does not look at its waits when somebody died.</summary>
    IgnoresDeaths,

    /// <summary>The hub looks at the bell before it says that it sleeps.</summary>
    SleepsUntold,

    /// <summary>The ringer moves the bell before it says what for.</summary>
    BellBeforeBit,

    /// <summary>The hub takes the notes away of a point that still has waits.</summary>
    ErasesTooMuch,
}
