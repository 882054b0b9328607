namespace Multiprocessing.Serialization;

/// <summary>
/// What assemblies have to register and nobody has asked for yet. Their module initializers run at the start of every process, of every child too, and most processes never look for a shared
/// interface: so an initializer leaves a delegate here, and the first who looks has all of them run.
/// </summary>
internal static class Announcements
{
    private static readonly object s_gate = new();
    private static Announced? s_last;
    private static volatile bool s_isRunning;

    /// <summary>Leaves something to be registered. Waits for nobody: it is called from module initializers, for which others may wait while they register.</summary>
    internal static void Add(Action register)
    {
        Announced? before;
        Announced announced;
        do
        {
            before = Volatile.Read(ref s_last);
            announced = new Announced(register, before);
        }
        while (Interlocked.CompareExchange(ref s_last, announced, before) != before);
    }

    /// <summary>Has everything registered that was announced; when this returns, by whomever. Called by what is registering, it does nothing.</summary>
    internal static void RunAll()
    {
        if ((Volatile.Read(ref s_last) is null && !s_isRunning) || Monitor.IsEntered(s_gate)) return;
        lock (s_gate)
        {
            s_isRunning = true;
            try
            {
                while (Interlocked.Exchange(ref s_last, null) is { } last) Run(last);
            }
            finally
            {
                s_isRunning = false;
            }
        }
    }

    /// <summary>In the order in which they were announced.</summary>
    private static void Run(Announced last)
    {
        var all = new Stack<Action>();
        for (Announced? one = last; one is not null; one = one.Before) all.Push(one.Register);
        foreach (Action register in all) register();
    }

    private sealed class Announced(Action register, Announced? before)
    {
        internal Action Register { get; } = register;

        internal Announced? Before { get; } = before;
    }
}
