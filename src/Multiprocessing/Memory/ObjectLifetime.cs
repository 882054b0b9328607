namespace Multiprocessing;

/// <summary>When a named shared object goes.</summary>
public enum ObjectLifetime
{
    /// <summary>It stays, also when nobody uses it, until its name is removed by <c>Remove</c>, <c>mp clean</c> or a restart of the machine.</summary>
    UntilRemoved = 0,

    /// <summary>It goes when the last process that has it open closes it or ends, however it ends.</summary>
    UntilLastUser = 1,
}
