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

    /// <summary>
    /// Whether it was this process that got the variable from its parent. A program that a child starts in turn may inherit it, and an old one may lie
    /// in a service's settings: there the parent is another, or the descriptor is no socket that the parent made.
    /// </summary>
    internal bool IsMine() =>
        Lineage.ParentId == ParentId && LocalSocket.PeerProcessId(Descriptor) == ParentId && Lineage.StartTime(ParentId) == ParentStartTime;
}
