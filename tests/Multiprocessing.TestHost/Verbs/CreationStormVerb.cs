using System.Globalization;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: "last-user" or "removed", a number. A worker of a kill loop: makes, opens, closes and, when told "removed", removes one name as fast as it can. Each time it checks that
/// what it has open is whole, and, when told "last-user", that nobody living has another object of that name open at the same time.
/// </summary>
internal sealed class CreationStormVerb : Verb
{
    internal const string Name = "storm";
    internal const string WitnessName = "witness";
    internal const int WordCount = 512;

    private static readonly SegmentContent s_content = SegmentContent.Of(SegmentKind.Value, WordCount * sizeof(ulong));

    private Domain _domain = null!;
    private SharedRef<Witness> _witnesses;
    private Random _random = null!;
    private SharedObjectOptions _options = null!;

    /// <summary>A line for each slot of the registry: what the process there has open.</summary>
    internal static SegmentContent WitnessContent { get; } = SegmentContent.Of(SegmentKind.Array, 16L * ProcessIdentity.SlotCount);

    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        _domain = Domain.Current;
        _random = new Random(int.Parse(arguments[^1], CultureInfo.InvariantCulture));
        bool removes = arguments[0] == "removed";
        _options = new SharedObjectOptions { Lifetime = removes ? ObjectLifetime.UntilRemoved : ObjectLifetime.UntilLastUser };
        var witness = Segment.Open(_domain, WitnessName, WitnessContent);
        _witnesses = witness.Body<Witness>(0, ProcessIdentity.SlotCount);
        ref Witness mine = ref _witnesses[ProcessIdentity.Slot(_domain.Me)];
        Volatile.Write(ref mine.Incarnation, 0);
        mine.Identity = _domain.Me;
        channel.Say("ready");
        channel.Expect("go");
        long opened = 0;
        while (!channel.HasLine)
        {
            if (removes && _random.Next(4) == 0) Segment.Remove(_domain, s_content.Kind, Name);
            if (TryOpen() is not { } segment) continue;
            opened++;
            CheckWhole(segment);
            if (!removes) CheckAlone(segment.Incarnation, ref mine);
            segment.Release();
        }

        witness.Release();
        channel.Expect("end");
        channel.Say(string.Create(CultureInfo.InvariantCulture, $"done {opened}"));
        return Task.CompletedTask;
    }

    private Segment? TryOpen()
    {
        try
        {
            return _random.Next(3) switch
            {
                0 => Segment.Create(_domain, Name, s_content, Fill, _options),
                1 => Segment.Open(_domain, Name, s_content),
                _ => Segment.CreateOrOpen(_domain, Name, s_content, Fill, _options),
            };
        }
        catch (Exception exception) when (exception is SegmentExistsException or SegmentMissingException)
        {
            // Somebody was first, or has just closed it.
            return null;
        }
    }

    private static void Fill(Segment segment)
    {
        var words = segment.Body<ulong>(0, WordCount);
        for (int i = 0; i < WordCount; i++) words[i] = segment.Incarnation;
    }

    private void CheckWhole(Segment segment)
    {
        var words = segment.Body<ulong>(0, WordCount);
        for (int i = 0; i < WordCount; i++)
            if (words[i] != segment.Incarnation) throw new InvalidOperationException($"Word {i} of object {segment.Incarnation:x} is {words[i]:x}. In the domain lie:\n{DomainStory.Of(_domain)}");
    }

    /// <summary>
    /// Tells the witness what is open here, and looks whether somebody living tells of another object. The order is what makes it exact: told after opening and taken back before
    /// closing; and who is alive after the look was alive at it.
    /// </summary>
    private void CheckAlone(ulong incarnation, ref Witness mine)
    {
        Interlocked.Exchange(ref mine.Incarnation, incarnation);
        for (int slot = 0; slot < ProcessIdentity.SlotCount; slot++)
        {
            ref Witness other = ref _witnesses[slot];
            ulong there = Volatile.Read(ref other.Incarnation);
            if (there == 0 || there == incarnation) continue;
            uint identity = other.Identity;
            if (!_domain.IsDead(identity) && Volatile.Read(ref other.Incarnation) == there)
                throw new InvalidOperationException($"Object {incarnation:x} is open here while process {identity:x} has object {there:x} open, under one name. In the domain lie:\n{DomainStory.Of(_domain)}");
        }

        Volatile.Write(ref mine.Incarnation, 0);
    }

    private struct Witness
    {
        internal ulong Incarnation;
        internal uint Identity;
    }
}
