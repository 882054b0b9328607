using System.Globalization;
using Multiprocessing.Platform.ProcessStart;
using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Processes;

/// <summary>
/// What a child finds in its arguments, or where a startup hook enters it in its environment: who its parent is, and which descriptor is its end of the channel. Nothing secret, and of no use to any other
/// process: the channel has no name, and only the child was given its end.
/// </summary>
/// <remarks>Text: <c>1:parent's process id:parent's start time:descriptor:depth</c>, decimal. Depth is how many children started one another down to this one.</remarks>
internal sealed class ChildVariable(int parentId, ulong parentStartTime, int descriptor, int depth)
{
    internal const string Name = "MP_CHILD";

    private const ulong Format = 1;

    internal readonly int ParentId = parentId;
    internal readonly int Descriptor = descriptor;
    internal readonly int Depth = depth;
    private readonly ulong _parentStartTime = parentStartTime;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Format}:{ParentId}:{_parentStartTime}:{Descriptor}:{Depth}");

    /// <summary>Null for what is no such text. Numbers are read by hand: a child would load the library of the world's cultures for the framework's way, 5 ms.</summary>
    internal static ChildVariable? Parse(string? text)
    {
        int next = 0;
        if (text is null || !TryRead(text, ref next, out ulong format) || format != Format) return null;
        if (!TryRead(text, ref next, out ulong parentId) || !TryRead(text, ref next, out ulong startTime)) return null;
        if (!TryRead(text, ref next, out ulong number) || !TryRead(text, ref next, out ulong levels) || next <= text.Length) return null;
        return parentId > int.MaxValue || number > int.MaxValue || levels > int.MaxValue ? null : new ChildVariable((int)parentId, startTime, (int)number, (int)levels);
    }

    /// <summary>Reads one number and passes the colon, or the end, behind it.</summary>
    private static bool TryRead(string text, ref int next, out ulong number)
    {
        number = 0;
        int first = next;
        for (; next < text.Length && text[next] != ':'; next++)
        {
            char digit = text[next];
            if (digit is < '0' or > '9' || number > (ulong.MaxValue - 9) / 10) return false;
            number = (number * 10) + (uint)(digit - '0');
        }

        return next++ > first;
    }

    /// <summary>What the variable is to this process.</summary>
    /// <remarks>
    /// The descriptor decides: the parent made the socket (the kernel notes by whom), gave it to its child alone, and the child hides it from all others. A program that a child
    /// starts in turn may inherit the variable, and an old one may lie in a service's settings; there the descriptor is closed, or something else.
    /// </remarks>
    internal ChildRole Role()
    {
        if (LocalSocket.PeerProcessId(Descriptor) != ParentId) return ChildRole.Stranger;
        if (Lineage.ParentId == ParentId) return ChildRole.Child;
        // The socket came through: from a parent that has ended since, or by way of a process in between, started before the child could hide it.
        return Lineage.StartTime(ParentId) == _parentStartTime ? ChildRole.Stranger : ChildRole.Orphan;
    }
}
