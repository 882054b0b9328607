namespace Multiprocessing;

/// <summary>The object's interface in the other process has no such member: the two programs were built from different versions of it.</summary>
public sealed class MemberNotFoundException : MultiprocessingException
{
    internal MemberNotFoundException(string message, string wanted, string? nearest)
        : base(message)
    {
        Wanted = wanted;
        Nearest = nearest;
    }

    /// <summary>The member that was called, with its parameters and result.</summary>
    public string Wanted { get; }

    /// <summary>The most similar one that the other process has; null when it has none of that name.</summary>
    public string? Nearest { get; }
}
