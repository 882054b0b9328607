using System.Buffers;
using Multiprocessing.Serialization;

namespace Multiprocessing.Tests.Serialization;

/// <summary>Shared objects in messages: found by type, written as handles, attached when read.</summary>
public sealed class TransferTests
{
    [Fact]
    public void Handle_WithEverything_HasItsBytes()
    {
        TransferHandle handle = new(0x01020304, "/d", 5, "n", 6) { Hold = "h", Companion = null, Detail = 7 };
        ArrayBufferWriter<byte> output = new();
        handle.WriteTo(output);
        Assert.Equal(
            "01" + "04030201" + "0500000000000000" + "0600000000000000" + "0700000000000000" + "02002F64" + "01006E" + "010068" + "FFFF",
            Convert.ToHexString(output.WrittenSpan));
        Assert.Equal(handle, TransferHandle.Parse(output.WrittenSpan));
        Assert.Equal(handle, TransferHandle.ParseText(handle.ToText()));
    }

    [Fact]
    public void Handle_Damaged_IsRefusedAtEveryLengthAndByte()
    {
        ArrayBufferWriter<byte> output = new();
        new TransferHandle(1, "/dev/shm/mp-0-default", 5, "name", 6) { Hold = ".hold-1-2" }.WriteTo(output);
        byte[] bytes = output.WrittenSpan.ToArray();
        for (int length = 0; length < bytes.Length; length++) Assert.Throws<InvalidMessageException>(() => TransferHandle.Parse(bytes.AsSpan(0, length)));
        Assert.Throws<InvalidMessageException>(() => TransferHandle.Parse([.. bytes, 0]));
        Random random = new(1);
        for (int i = 0; i < 10_000; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                TransferHandle.Parse(damaged);
            }
            catch (InvalidMessageException)
            {
                // Refused is one of the two right answers.
            }
        }

        Assert.Throws<InvalidMessageException>(() => TransferHandle.ParseText("not base64!"));
    }

    [Fact]
    public void Record_WithSharedMembersAnywhere_CarriesThem()
    {
        using FakeScope writing = new();
        Job sent = new(
            "job", new FakeShared("a"), null, [new FakeShared("b"), null], new() { ["k"] = new FakeShared<double>("c") }, new Inner(new FakeShared<Inner>("d")), (1, new FakeShared("e")));
        byte[] bytes = MessageTesting.Write(sent, writing);
        Assert.Equal(3, writing.Held.Count);
        using FakeScope reading = new();
        Job read = MessageTesting.Read<Job>(bytes, reading);
        Assert.Equal("a", read.First.Name);
        Assert.Null(read.Second);
        Assert.Equal("b", read.Many[0]!.Name);
        Assert.Null(read.Many[1]);
        Assert.Equal("c", read.Map["k"].Name);
        Assert.Equal("d", read.Inner.Shared.Name);
        Assert.Equal("e", read.Pair.Shared.Name);
        Assert.Equal(5, reading.Attached.Count);
        Assert.True(MessageCodec<Job>.Default.CarriesShared);
    }

    [Fact]
    public void Shared_AloneAsMessage_IsItsHandle()
    {
        using FakeScope scope = new();
        byte[] bytes = MessageTesting.Write(new FakeShared("alone"), scope);
        Assert.Equal("alone", TransferHandle.Parse(bytes).Name);
        Assert.Equal("hold 1", TransferHandle.Parse(bytes).Hold);
        Assert.Equal("alone", MessageTesting.Read<FakeShared>(bytes, scope).Name);
        Assert.Equal("alone", MessageCodec<FakeShared>.Default.Read(MessageTesting.Pieces(bytes), scope).Name);
        Assert.Empty(MessageTesting.Write<FakeShared?>(null, scope));
        Assert.Null(MessageTesting.Read<FakeShared?>([], scope));
        Assert.True(MessageCodec<FakeShared<int>>.Default.CarriesShared);
    }

    [Fact]
    public void Message_UnreadableBehindASharedObject_LeavesNothingOpen()
    {
        using FakeScope writing = new();
        byte[] bytes = MessageTesting.Write(new Pair(new FakeShared("a"), "text"), writing);
        bytes[^5] = 0xC1;
        using FakeScope reading = new();
        Assert.Throws<InvalidMessageException>(() => MessageTesting.Read<Pair>(bytes, reading));
        Assert.True(Assert.Single(reading.Seen).IsDisposed);
        byte[] longer = [.. MessageTesting.Write(new Pair(new FakeShared("a"), "text"), writing), 0];
        Assert.Throws<InvalidMessageException>(() => MessageTesting.Read<Pair>(longer, reading));
        Assert.All(reading.Seen, seen => Assert.True(seen.IsDisposed));
    }

    [Fact]
    public void Scope_OfMessagesWithoutCarrier_RefusesSharedObjects()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => MessageTesting.Write(new Pair(new FakeShared("a"), "")));
        Assert.Contains("nothing would keep it alive", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => MessageTesting.Write(new FakeShared("a")));
    }

    [Fact]
    public void Shared_Disposed_IsToldAsSuch()
    {
        using FakeScope scope = new();
        FakeShared shared = new("a");
        shared.Dispose();
        Assert.Throws<ObjectDisposedException>(() => MessageTesting.Write(new Pair(shared, ""), scope));
        // And the next message of the thread is not blamed for it.
        Assert.Throws<ArgumentException>(() => MessageTesting.Write(new MessageRefusalTests.Throwing(), scope));
    }

    [Fact]
    public void Type_Registered_TravelsByItsFunctions()
    {
        TransferTypes.Register<IProxy>(
            static (proxy, scope) => new TransferHandle(1234, "", 0, proxy.Address, 0),
            static (handle, scope) => new Proxy(handle.Name!));
        using FakeScope scope = new();
        Assert.Equal("unix:/x", MessageTesting.RoundTrip(new WithProxy(new Proxy("unix:/x"), 1), scope).Proxy.Address);
        Assert.True(TransferScope.IsShared(typeof(IProxy)));
    }

    [Fact]
    public void Scope_ForOtherSerializers_GivesTextAndBack()
    {
        using FakeScope scope = new();
        string text = scope.Export(new FakeShared("a"));
        Assert.Matches("^[A-Za-z0-9_-]+$", text);
        Assert.Equal("a", Assert.IsType<FakeShared>(scope.Attach(typeof(FakeShared), text)).Name);
        Assert.Single(scope.Attached);
        Assert.Throws<ArgumentException>(() => scope.Export("no shared object"));
        Assert.Throws<ArgumentException>(() => scope.Attach(typeof(string), text));
        Assert.Throws<InvalidMessageException>(() => scope.Attach(typeof(FakeShared), "AAAA"));
        Assert.False(TransferScope.IsShared(typeof(string)));
        Assert.True(TransferScope.IsShared(typeof(SharedArray<int>)));
    }

    internal sealed record Inner(FakeShared<Inner> Shared);

    internal sealed record Job(
        string Name, FakeShared First, FakeShared? Second, List<FakeShared?> Many, Dictionary<string, FakeShared<double>> Map, Inner Inner, (int Number, FakeShared Shared) Pair);

    internal sealed record Pair(FakeShared Shared, string Text);

    internal interface IProxy
    {
        string Address { get; }
    }

    internal sealed class Proxy(string address) : IProxy
    {
        public string Address { get; } = address;
    }

    internal sealed record WithProxy(IProxy Proxy, int Number);
}
