using System.Globalization;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Memory;

/// <summary>Processes as messages name them.</summary>
internal static class Holders
{
    internal static string Text(Domain domain, uint identity) =>
        string.Create(CultureInfo.InvariantCulture, $"process slot {ProcessIdentity.Slot(identity)} ({(domain.IsDead(identity) ? "dead" : "alive")})");
}
