using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Platform.Tests.Liveness;

/// <summary>Numbers in names of files.</summary>
public class PlainDigitsTests
{
    [Theory]
    [InlineData(0ul, 8, "00000000")]
    [InlineData(0xAul, 8, "0000000a")]
    [InlineData(0x123456789ABCDEF0ul, 16, "123456789abcdef0")]
    [InlineData(ulong.MaxValue, 16, "ffffffffffffffff")]
    public void Hex_OfANumber_IsReadBack(ulong value, int count, string text)
    {
        Assert.Equal(text, PlainDigits.Hex(value, count));
        Assert.True(PlainDigits.TryReadHex(text, out ulong read));
        Assert.Equal(value, read);
        Assert.True(PlainDigits.TryReadHex(text.ToUpperInvariant(), out read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("g")]
    [InlineData(" 1")]
    [InlineData("-1")]
    [InlineData("0x1")]
    [InlineData("10000000000000000")]
    public void TryReadHex_OfWhatIsNoNumber_IsFalse(string text) => Assert.False(PlainDigits.TryReadHex(text, out _));
}
