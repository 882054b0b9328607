namespace Multiprocessing;

/// <summary>Whether a child that crashed is started again, with the same entry point and arguments.</summary>
/// <remarks>
/// A crash is any end but these: the entry point returned, the child exited with code 0, or this process ended it by <see cref="ChildProcess.Terminate"/>,
/// <see cref="ChildProcess.Kill"/> or disposing. So an exception of the entry point is a crash, and so is a signal from anywhere else.
/// </remarks>
public sealed class Restart
{
    private Restart(int countMax) => CountMax = countMax;

    /// <summary>A child that ended stays ended. The default.</summary>
    public static Restart Never { get; } = new(0);

    /// <summary>How often a child is started again, at most; 0 for never.</summary>
    public int CountMax { get; }

    /// <summary>A child that crashed is started again at once, until it has crashed once more than <paramref name="countMax"/> times.</summary>
    /// <param name="countMax">How often each child is started again, 1 or more.</param>
    /// <returns>The rule, for <see cref="ChildOptions.Restart"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="countMax"/> is less than 1.</exception>
    public static Restart OnCrash(int countMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(countMax, 1);
        return new Restart(countMax);
    }

    /// <summary>Tells the rule.</summary>
    /// <returns>A few words.</returns>
    public override string ToString() => CountMax == 0 ? "never" : $"on crash, at most {CountMax} times";
}
