using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Tests.Memory;

public sealed class SegmentTests : IDisposable
{
    private static readonly SegmentContent s_small = SegmentContent.Of(SegmentKind.Lock, 64);
    private static readonly SegmentContent s_array = new(SegmentKind.Array, "System.Double", 8, 1, 1000, 8000);

    private readonly Domain _domain = Domain.Named($"test-{Guid.NewGuid():N}");

    public void Dispose() => Directory.Delete(_domain.Directory, recursive: true);

    private string[] Files() => [.. Directory.EnumerateFiles(_domain.Directory).Select(Path.GetFileName).Where(file => file != "registry").Order()!];

    [Fact]
    public void Create_Named_IsOpenedByName()
    {
        Segment made = Segment.Create(_domain, "grid", s_array);
        made.Body<double>(0, 1000)[999] = 1.5;
        Segment opened = Segment.Open(_domain, "grid", s_array);
        Assert.Equal(1.5, opened.Body<double>(0, 1000)[999]);
        Assert.Equal(1000, opened.ElementCount);
        Assert.Equal(["grid.mp"], Files());
        made.Release();
        opened.Release();
        Assert.Equal(["grid.mp"], Files());
        Assert.True(Segment.Remove(_domain, SegmentKind.Array, "grid"));
        Assert.False(Segment.Remove(_domain, SegmentKind.Array, "grid"));
        Assert.Empty(Files());
    }

    [Fact]
    public void Create_Anonymous_GoesWithItsLastUser()
    {
        Segment made = Segment.Create(_domain, null, s_small);
        Assert.Single(Files());
        Segment second = Segment.OpenExact(_domain, null, made.Incarnation, null, s_small);
        made.Release();
        Assert.Single(Files());
        second.Release();
        Assert.Empty(Files());
    }

    [Fact]
    public void Remove_WhileOpen_TakesOnlyTheNameAway()
    {
        Segment made = Segment.Create(_domain, "gate", s_small);
        Assert.True(Segment.Remove(_domain, SegmentKind.Lock, "gate"));
        Assert.Throws<SegmentMissingException>(() => Segment.Open(_domain, "gate", s_small));
        Segment again = Segment.Create(_domain, "gate", s_small);
        Assert.NotEqual(made.Incarnation, again.Incarnation);
        Segment exact = Segment.OpenExact(_domain, "gate", made.Incarnation, null, s_small);
        Assert.Same(made, exact);
        made.Release();
        exact.Release();
        Assert.Equal(["gate.mp"], Files());
        again.Release();
        Segment.Remove(_domain, SegmentKind.Lock, "gate");
        Assert.Empty(Files());
    }

    [Fact]
    public void Hold_KeepsASegmentAlive_UntilItIsDropped()
    {
        Segment carrier = Segment.Create(_domain, null, SegmentContent.Of(SegmentKind.Queue, 5000));
        Segment held = Segment.Create(_domain, null, s_small);
        ulong incarnation = held.Incarnation;
        string hold = held.Hold(carrier);
        held.Release();
        Segment reader = Segment.OpenExact(_domain, null, incarnation, hold, s_small);
        Segment.DropHold(_domain, hold);
        reader.Release();
        Assert.Single(Files());
        carrier.Release();
        Assert.Empty(Files());
    }

    [Fact]
    public void Carrier_ThatGoes_DropsItsHolds()
    {
        Segment carrier = Segment.Create(_domain, null, SegmentContent.Of(SegmentKind.Queue, 5000));
        Segment held = Segment.Create(_domain, null, s_small);
        held.Hold(carrier);
        held.Release();
        Assert.Equal(3, Files().Length);
        carrier.Release();
        Assert.Empty(Files());
    }

    [Fact]
    public void Open_OfWhatDoesNotFit_SaysWhatWasFoundAndWanted()
    {
        Assert.Throws<SegmentMissingException>(() => Segment.Open(_domain, "nothing", s_small));
        Segment.Create(_domain, "grid", s_array).Release();
        var kind = Assert.Throws<SegmentMismatchException>(() => Segment.Open(_domain, "grid", s_small));
        Assert.Contains("'grid' is an array, not a lock", kind.Message, StringComparison.Ordinal);
        var element = Assert.Throws<SegmentMismatchException>(
            () => Segment.Open(_domain, "grid", s_array with { ElementName = "System.Single", ElementSize = 4, ElementFingerprint = 2 }));
        Assert.Contains("System.Double (8 bytes) × 1000; opened as System.Single (4 bytes)", element.Message, StringComparison.Ordinal);
        var exists = Assert.Throws<SegmentExistsException>(() => Segment.Create(_domain, "grid", s_array));
        Assert.Matches($"'grid' cannot be created, the name is in use: an array made [0-9]+ ms ago by process {Environment.ProcessId} \\(alive, .*Multiprocessing.Tests.*\\). Use Open or CreateOrOpen, or Remove it.", exists.Message);
        File.WriteAllText(Path.Join(_domain.Directory, "foreign.mp"), new string('x', 5000));
        Assert.Throws<SegmentCorruptException>(() => Segment.Open(_domain, "foreign", s_small));
        File.WriteAllText(Path.Join(_domain.Directory, "short.mp"), "x");
        Assert.Throws<SegmentCorruptException>(() => Segment.Open(_domain, "short", s_small));
    }

    [Fact]
    public void Create_LargerThanThePlace_SaysHowMuchIsFree()
    {
        var error = Assert.Throws<SegmentSpaceException>(() => Segment.Create(_domain, "huge", SegmentContent.Of(SegmentKind.Array, 1L << 50)));
        Assert.Contains("bytes", error.Message, StringComparison.Ordinal);
        Assert.Empty(Files());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".x")]
    [InlineData("~x")]
    [InlineData("a/b")]
    [InlineData("a\0b")]
    public void Create_WithABadName_IsRefused(string name) => Assert.Throws<ArgumentException>(() => Segment.Create(_domain, name, s_small));

    [Fact]
    public void Sweep_RemovesTemporariesOfTheDead_AndLeavesTheLivings()
    {
        string dead = Path.Join(_domain.Directory, SegmentName.Temporary(_domain.Me ^ 0x1000));
        string living = Path.Join(_domain.Directory, SegmentName.Temporary(_domain.Me));
        File.WriteAllText(dead, "");
        File.WriteAllText(living, "");
        SegmentSweep.Run(_domain);
        Assert.False(File.Exists(dead));
        Assert.True(File.Exists(living));
    }
}
