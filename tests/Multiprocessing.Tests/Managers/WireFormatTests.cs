using System.Diagnostics;
using Multiprocessing.Managers;
using Multiprocessing.Managers.Rings;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>Bytes of version 2, which never change: programs of different builds talk to each other. See docs/internals/managers.md.</summary>
public class WireFormatTests
{
    [Fact]
    public void Header_IsAsItAlwaysWas()
    {
        byte[] frame = new byte[FrameHeader.SizeMin + 3];
        new FrameHeader(FrameKind.Call, 0x0102, 0x1112131415161718, 0x2122232425262728).Write(frame);
        Assert.Equal("170000000100020118171615141312112827262524232221000000", Convert.ToHexStringLower(frame));
    }

    [Fact]
    public void Header_WithAChain_IsAsItAlwaysWas()
    {
        var header = new FrameHeader(FrameKind.Call, 0x0102, 0x1112131415161718, 0x2122232425262728) { Chain = 0x3132333435363738 };
        byte[] frame = new byte[header.Size + 3];
        header.Write(frame);
        Assert.Equal("1f00000001010201181716151413121128272625242322213837363534333231000000", Convert.ToHexStringLower(frame));
        Assert.Equal(header, FrameHeader.Read(frame));
    }

    [Fact]
    public void Header_InATrace_IsAsItAlwaysWas()
    {
        var header = new FrameHeader(FrameKind.Call, 1, 2, 3) { IsTraced = true };
        CallWriter writer = CallWriter.Rent(null, header);
        writer.WriteTrace(new ActivityContext(ActivityTraceId.CreateFromString("0af7651916cd43dd8448eb211c80319c"), ActivitySpanId.CreateFromString("b7ad6b7169203331"), ActivityTraceFlags.Recorded));
        writer.Write(0x01020304);
        ReadOnlySpan<byte> frame = writer.Finish();
        Assert.Equal("31000000" + "01020100" + "0200000000000000" + "0300000000000000" + "0af7651916cd43dd8448eb211c80319c" + "b7ad6b7169203331" + "01" + "04030201", Convert.ToHexStringLower(frame));
        Assert.Equal(header, FrameHeader.Read(frame));
    }

    [Fact]
    public void Result_ThatGivesReferences_ListsThemAtItsEnd()
    {
        CallWriter writer = CallWriter.Rent(null, new FrameHeader(FrameKind.Result, 0, 2, 0));
        writer.Write(0x01020304);
        writer.NoteExport(5);
        writer.WriteRaw([1, 5, 0, 0, 0, 0, 0, 0, 0]);
        writer.NoteExport(6);
        writer.WriteRaw([1, 6, 0, 0, 0, 0, 0, 0, 0]);
        writer.Write((byte)9);
        ReadOnlySpan<byte> frame = writer.Finish();
        string values = "04030201" + "010500000000000000" + "010600000000000000" + "09";
        Assert.Equal("37000000" + "02040000" + "0200000000000000" + "0000000000000000" + values + "13000000" + "0a000000" + "02000000", Convert.ToHexStringLower(frame));
        Assert.True(FrameHeader.Read(frame).ListsReferences);
    }

    [Theory]
    [InlineData(3, 4, 40)]
    [InlineData(2, 1, 40)]
    [InlineData(2, 2, 60)]
    [InlineData(1, 8, 60)]
    [InlineData(1, 1, 24)]
    [InlineData(1, 1, 40)]
    public void Flags_ThatAreNotKnown_AreRefused(byte kind, byte flags, int size)
    {
        byte[] frame = new byte[size];
        new FrameHeader((FrameKind)kind, 0, 1, 1).Write(frame);
        frame[5] = flags;
        Assert.Throws<InvalidDataException>(() => FrameHeader.Read(frame));
    }

    [Fact]
    public void Kinds_AreAsTheyAlwaysWere() => Assert.Equal(
        "None Call Result Failure Cancel Cancelled Declare Open Release Ping Pong GoAway Post Create Rings",
        string.Join(' ', Enum.GetValues<FrameKind>().OrderBy(static kind => (byte)kind)));

    [Theory]
    [InlineData(RingsWord.Ask, "1400000" + "00e000000" + "0000000000000000" + "0000000000000000")]
    [InlineData(RingsWord.Here, "1400000" + "00e000100" + "0000000000000000" + "0000000000000000")]
    [InlineData(RingsWord.Switch, "1400000" + "00e000200" + "0000000000000000" + "0000000000000000")]
    [InlineData(RingsWord.No, "1400000" + "00e000300" + "0000000000000000" + "0000000000000000")]
    public void Rings_AreAsTheyAlwaysWere(object word, string bytes)
    {
        byte[] frame = new byte[FrameHeader.SizeMin];
        new FrameHeader(FrameKind.Rings, (ushort)(RingsWord)word, 0, 0).Write(frame);
        Assert.Equal(bytes, Convert.ToHexStringLower(frame));
    }

    [Fact]
    public void Values_AreAsTheyAlwaysWere()
    {
        CallWriter writer = CallWriter.Rent(null, new FrameHeader(FrameKind.Result, 0, 1, 0));
        writer.Write(0x01020304);
        writer.Write("ü");
        writer.Write<string?>(null);
        writer.Write<byte[]>([1, 2]);
        writer.Write(true);
        Assert.Equal("04030201" + "03000000c3bc" + "00000000" + "030000000102" + "01", Convert.ToHexStringLower(writer.Finish()[FrameHeader.SizeMin..]));
    }

    [Fact]
    public void Members_AreNamedAsTheyAlwaysWere()
    {
        SharedContract contract = SharedContract.Of<IBasket>();
        Assert.Equal(["get_Owner():System.String", "Put(System.String):System.Int32"], contract.Members);
        Assert.Contains(
            "Add(Multiprocessing.TestHost.Managers.Stock{Sku:System.String;Count:System.Int32;Kind:Multiprocessing.TestHost.Managers.StockKind:Int32;Tags:System.String[];}):System.Void",
            SharedContract.Of<IInventory>().Members);
    }
}
