using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Memory;

/// <summary>A process is killed at each place between two steps of creating, opening, removing and holding; what it leaves must be what the law says.</summary>
public sealed class SegmentKillTests : IDisposable
{
    private static readonly SegmentContent s_content = SegmentScriptVerb.Content;
    private static readonly SharedObjectOptions s_untilLastUser = new() { Lifetime = ObjectLifetime.UntilLastUser };

    private readonly TestDomain _test = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Domain Domain => _test.Domain;

    public void Dispose() => _test.Dispose();

    private string[] Files() => [.. Directory.EnumerateFiles(_test.Directory).Select(file => Path.GetFileName(file)).Where(static file => !file.StartsWith("registry", StringComparison.Ordinal)).Order()];

    private async Task KillAtAsync(string fault, params string[] script)
    {
        await using var process = _test.Start<SegmentScriptVerb>(new TestProcessOptions { Fault = fault }, script);
        await process.ExpectAsync("ready", Token);
        await process.EndByKillAsync(Token);
    }

    private static void AssertWhole(Segment segment) => Assert.Equal(42, segment.Body<long>().Value);

    [Theory]
    [InlineData("segment.reserved")]
    [InlineData("segment.filled")]
    public async Task Creator_KilledBeforeTheNameIsGiven_MadeNothing(string fault)
    {
        await KillAtAsync(fault, "create x");
        Assert.DoesNotContain("x.mp", Files());
        Assert.Throws<SegmentMissingException>(() => Segment.Open(Domain, "x", s_content));
        Segment made = Segment.Create(Domain, "x", s_content, options: s_untilLastUser);
        SegmentSweep.Run(Domain);
        Assert.Equal(["x.mp"], Files());
        made.Release();
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Creator_KilledAfterTheNameIsGiven_MadeItWhole()
    {
        await KillAtAsync("segment.published", "create x");
        SegmentSweep.Run(Domain);
        Segment opened = Segment.Open(Domain, "x", s_content);
        AssertWhole(opened);
        opened.Release();
        Assert.True(Segment.Remove(Domain, SegmentKind.Queue, "x"));
        Assert.Empty(Files());
    }

    [Theory]
    [InlineData("segment.published", "create-last x")]
    [InlineData("segment.left", "create-last x", "release x")]
    [InlineData("segment.unlinking", "create-last x", "release x")]
    [InlineData("segment.unlinked", "create-last x", "release x")]
    public async Task LastUser_Killed_ObjectHasGone(string fault, params string[] script)
    {
        await KillAtAsync(fault, script);
        Assert.Throws<SegmentMissingException>(() => Segment.Open(Domain, "x", s_content));
        Assert.Empty(Files());

        await KillAtAsync(fault, script);
        Segment made = Segment.Create(Domain, "x", s_content, options: s_untilLastUser);
        Assert.Equal(0, made.Body<long>().Value);
        made.Release();
        Assert.Empty(Files());

        await KillAtAsync(fault, script);
        made = Segment.CreateOrOpen(Domain, "x", s_content, options: s_untilLastUser);
        Assert.Equal(0, made.Body<long>().Value);
        made.Release();
        Assert.Empty(Files());

        await KillAtAsync(fault, script);
        // True unless the sweep that follows a death came first.
        Segment.Remove(Domain, SegmentKind.Queue, "x");
        Assert.Empty(Files());

        await KillAtAsync(fault, script);
        SegmentSweep.Run(Domain);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Opener_KilledAfterItEntered_IsNoUser()
    {
        Segment made = Segment.Create(Domain, "x", s_content, options: s_untilLastUser);
        await KillAtAsync("segment.entered", "open x");
        made.Release();
        Assert.Empty(Files());
    }

    [Theory]
    [InlineData("segment.removing", false)]
    [InlineData("segment.flagged", true)]
    [InlineData("segment.hidden", true)]
    public async Task Remover_Killed_NameIsThereOrGone(string fault, bool gone)
    {
        foreach (Action look in (Action[])[() => OpenOrMiss(gone), () => SegmentSweep.Run(Domain), () => Segment.CreateOrOpen(Domain, "x", s_content).Release(),
            () => Segment.Remove(Domain, SegmentKind.Queue, "x"), () => CreateOrClash(gone)])
        {
            Segment made = Segment.Create(Domain, "x", s_content, static segment => segment.Body<long>().Value = 42);
            await KillAtAsync(fault, "remove x");
            look();
            AssertWhole(made);
            Segment exact = Segment.OpenExact(Domain, "x", made.Incarnation, null, s_content);
            Assert.Same(made, exact);
            exact.Release();
            made.Release();
            Segment.Remove(Domain, SegmentKind.Queue, "x");
            Assert.Empty(Files());
        }

        void OpenOrMiss(bool missing)
        {
            if (missing) Assert.Throws<SegmentMissingException>(() => Segment.Open(Domain, "x", s_content));
            else Segment.Open(Domain, "x", s_content).Release();
        }

        void CreateOrClash(bool free)
        {
            if (free) Segment.Create(Domain, "x", s_content).Release();
            else Assert.Throws<SegmentExistsException>(() => Segment.Create(Domain, "x", s_content));
        }
    }

    [Fact]
    public async Task Remover_KilledBeforeTheRename_LastUserTakesTheNameAway()
    {
        Segment made = Segment.Create(Domain, "x", s_content);
        await KillAtAsync("segment.flagged", "remove x");
        made.Release();
        Assert.Throws<SegmentMissingException>(() => Segment.Open(Domain, "x", s_content));
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Remover_OfAnUnusedObjectKilled_LeavesNothing()
    {
        foreach (string fault in (string[])["segment.flagged", "segment.hidden", "segment.unlinking", "segment.unlinked"])
        {
            Segment.Create(Domain, "x", s_content).Release();
            await KillAtAsync(fault, "remove x");
            SegmentSweep.Run(Domain);
            Assert.Empty(Files());
        }
    }

    [Theory]
    [InlineData("segment.held")]
    [InlineData("segment.unheld")]
    public async Task Sender_KilledWithAHold_HeldGoesWithItsCarrierAtTheLatest(string fault)
    {
        Segment carrier = Segment.Create(Domain, "carrier", s_content, options: s_untilLastUser);
        await KillAtAsync(fault, "open carrier", "create-last x", "hold x carrier", "drop");
        if (fault == "segment.held")
        {
            // The hold of a message that was never sent: it keeps x until the carrier goes.
            SegmentSweep.Run(Domain);
            Assert.Equal(3, Files().Length);
            Segment.Open(Domain, "x", s_content).Release();
        }

        carrier.Release();
        SegmentSweep.Run(Domain);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Sender_KilledAfterSending_ReaderStillOpens()
    {
        Segment carrier = Segment.Create(Domain, "carrier", s_content, options: s_untilLastUser);
        string hold;
        await using (var process = _test.Start<SegmentScriptVerb>("open carrier", "create-last x", "hold x carrier", "say"))
        {
            await process.ExpectAsync("ready", Token);
            hold = await process.ExpectAsync("held", Token);
            await process.ExpectAsync("done", Token);
            await process.KillAsync();
        }

        SegmentSweep.Run(Domain);
        Segment reader = Segment.OpenExact(Domain, "x", IncarnationOf("x"), hold, s_content);
        Segment.DropHold(Domain, hold);
        AssertWhole(reader);
        carrier.Release();
        AssertWhole(reader);
        reader.Release();
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Carrier_AllOfWhoseUsersWereKilled_DropsItsHolds()
    {
        await using var process = _test.Start<SegmentScriptVerb>("create-last carrier", "create-last x", "hold x carrier", "release x");
        await process.ExpectAsync("ready", Token);
        await process.ExpectAsync("done", Token);
        Assert.Equal(3, Files().Length);
        await process.KillAsync();
        SegmentSweep.Run(Domain);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Remover_Stopped_OpenerSaysWhoIsInTheWay()
    {
        Segment made = Segment.Create(Domain, "x", s_content);
        made.Release();
        // The state that a remover which stops at this instruction leaves, with the identity of a living process.
        await using var process = _test.Start<SegmentScriptVerb>("open x");
        await process.ExpectAsync("ready", Token);
        await process.ExpectAsync("done", Token);
        await process.StopAsync();
        SegmentDamage.Write(Path.Join(_test.Directory, "x.mp"), SegmentDamage.StateOffset, SegmentHeader.StateRemoving | SegmentDamage.HolderOf(Path.Join(_test.Directory, "x.mp")));
        TimeSpan patience = Segment.RemovalPatience;
        Segment.RemovalPatience = TimeSpan.FromMilliseconds(50);
        var error = Assert.ThrowsAny<Exception>(() => Segment.Open(Domain, "x", s_content));
        Segment.RemovalPatience = patience;
        Assert.IsType<SegmentAccessException>(error);
        Assert.Contains("is being removed by", error.Message, StringComparison.Ordinal);
        await process.KillAsync();
        Segment.Open(Domain, "x", s_content).Release();
        Segment.Remove(Domain, SegmentKind.Queue, "x");
        Assert.Empty(Files());
    }

    private ulong IncarnationOf(string name) => SegmentDamage.ReadUInt64(Path.Join(_test.Directory, name + ".mp"), SegmentDamage.IncarnationOffset);
}
