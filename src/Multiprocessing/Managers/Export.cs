namespace Multiprocessing.Managers;

/// <summary>An object that the other end of a connection may call.</summary>
/// <param name="hosted">The object; null for a name under which nothing is registered.</param>
/// <param name="count">References that were given and not released.</param>
internal sealed class Export(Hosted? hosted, ulong count)
{
    internal Hosted? Hosted { get; } = hosted;

    internal ulong Count { get; set; } = count;
}
