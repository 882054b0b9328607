using System.Globalization;
using Multiprocessing.Platform.ProcessStart;
using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Processes;

/// <summary>
/// What a child finds in its environment: who its parent is, and which descriptor is its end of the channel. Nothing secret, and of no use to any other
/// process: the channel has no name, and only the child was given its end.
/// </summary>
/// <remarks>Text: <c>1:parent's process id:parent's start time:descriptor:depth</c>, decimal. Depth is how many children started one another down to this one.</remarks>
internal sealed class ChildVariable(int parentId, ulong parentStartTime, int descriptor, int depth)
{
    internal const string Name = "MP_CHILD";

    private const string Format = "1";

    internal readonly int ParentId = parentId;
    internal readonly int Descriptor = descriptor;
    internal readonly int Depth = depth;
    private readonly ulong _parentStartTime = parentStartTime;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Format}:{ParentId}:{_parentStartTime}:{Descriptor}:{Depth}");

    /// <summary>Null for what is no such text. Numbers are read by hand: a child would load the library of the world's cultures for the framework's way, 5 ms.</summary>
    internal static ChildVariable? Parse(string? text)
    {
        if (text?.Split(':') is not [Format, var parent, var start, var descriptor, var depth]) return null;
        if (!TryRead(parent, out ulong parentId) || !TryRead(start, out ulong startTime) || !TryRead(descriptor, out ulong number) || !TryRead(depth, out ulong levels)) return null;
        return parentId > int.MaxValue || number > int.MaxValue || levels > int.MaxValue ? null : new ChildVariable((int)parentId, startTime, (int)number, (int)levels);
    }

    private static bool TryRead(string digits, out ulong number)
    {
        number = 0;
        foreach (char digit in digits)
        {
            if (digit is < '0' or > '9' || number > (ulong.MaxValue - 9) / 10) return false;
            number = (number * 10) + (uint)(digit - '0');
        }

        return digits.Length > 0;
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
