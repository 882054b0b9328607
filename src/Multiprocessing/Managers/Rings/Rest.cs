namespace Multiprocessing.Managers.Rings;

/// <summary>How one side of a ring rests, and so how the other wakes it. The numbers lie in shared memory and never change.</summary>
internal static class Rest
{
    /// <summary>It looks at the ring by itself, before it rests.</summary>
    internal const uint None = 0;

    /// <summary>It listens to the socket: a byte wakes it.</summary>
    internal const uint OnSocket = 1;

    /// <summary>It sleeps on the word itself.</summary>
    internal const uint OnWord = 2;
}
