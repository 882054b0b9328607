namespace Multiprocessing.Serialization.Packing;

/// <summary>The first bytes of values in MessagePack.</summary>
/// <remarks><em>Source:</em> <see href="https://github.com/msgpack/msgpack/blob/master/spec.md">MessagePack</see>, and for the codes of <see cref="Extension"/> Nerdbank.MessagePack.</remarks>
internal static class PackCode
{
    internal const byte PositiveMax = 0x7F;
    internal const byte FixMap = 0x80;
    internal const byte FixArray = 0x90;
    internal const byte FixText = 0xA0;
    internal const byte FixTextMax = 0xBF;
    internal const byte Null = 0xC0;
    internal const byte False = 0xC2;
    internal const byte True = 0xC3;
    internal const byte Binary8 = 0xC4;
    internal const byte Binary16 = 0xC5;
    internal const byte Binary32 = 0xC6;
    internal const byte Extension8 = 0xC7;
    internal const byte Extension16 = 0xC8;
    internal const byte Extension32 = 0xC9;
    internal const byte Single = 0xCA;
    internal const byte Double = 0xCB;
    internal const byte UInt8 = 0xCC;
    internal const byte UInt16 = 0xCD;
    internal const byte UInt32 = 0xCE;
    internal const byte UInt64 = 0xCF;
    internal const byte Int8 = 0xD0;
    internal const byte Int16 = 0xD1;
    internal const byte Int32 = 0xD2;
    internal const byte Int64 = 0xD3;
    internal const byte FixExtension1 = 0xD4;
    internal const byte FixExtension4 = 0xD6;
    internal const byte FixExtension8 = 0xD7;
    internal const byte FixExtension16 = 0xD8;
    internal const byte Text8 = 0xD9;
    internal const byte Text16 = 0xDA;
    internal const byte Text32 = 0xDB;
    internal const byte Array16 = 0xDC;
    internal const byte Array32 = 0xDD;
    internal const byte Map16 = 0xDE;
    internal const byte Map32 = 0xDF;
    internal const byte NegativeMin = 0xE0;

    internal const int FixContainerMax = 15;
    internal const int FixTextLengthMax = 31;

    /// <summary>The type codes of values that MessagePack has no form of its own for.</summary>
    internal static class Extension
    {
        internal const byte Time = 0xFF;
        internal const byte Guid = 2;
        internal const byte BigInteger = 3;
        internal const byte Decimal = 4;
        internal const byte Int128 = 5;
        internal const byte UInt128 = 6;
    }
}
