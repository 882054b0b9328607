using System.Globalization;
using Multiprocessing.Platform.ProcessStart;
using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Processes;

/// <summary>
/// What a child finds in its environment: who its parent is, and which descriptor is its end of the channel. Nothing secret, and of no use to any other
/// process: the channel has no name, and only the child was given its end.
/// </summary>
/// <remarks>Text: <c>1:parent's process id:parent's start time:descriptor:depth</c>, decimal. Depth is how many children started one another down to this one.</remarks>
internal readonly record struct ChildVariable(int ParentId, ulong ParentStartTime, int Descriptor, int Depth)
{
    internal const string Name = "MP_CHILD";

    private const string Format = "1";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Format}:{ParentId}:{ParentStartTime}:{Descriptor}:{Depth}");

    internal static ChildVariable? Parse(string? text)
    {
        if (text?.Split(':') is not [Format, var parent, var start, var descriptor, var depth]) return null;
        return int.TryParse(parent, NumberStyles.None, CultureInfo.InvariantCulture, out int parentId)
            && ulong.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out ulong startTime)
            && int.TryParse(descriptor, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && int.TryParse(depth, NumberStyles.None, CultureInfo.InvariantCulture, out int levels)
            ? new ChildVariable(parentId, startTime, number, levels)
            : null;
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
        return Lineage.StartTime(ParentId) == ParentStartTime ? ChildRole.Stranger : ChildRole.Orphan;
    }
}
