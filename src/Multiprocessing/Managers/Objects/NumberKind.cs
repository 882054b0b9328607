namespace Multiprocessing.Managers.Objects;

/// <summary>The numbers that a server adds. The values are the wire's and never change.</summary>
internal enum NumberKind : byte
{
    /// <summary>No number.</summary>
    None = 0,

    /// <summary>sbyte.</summary>
    Int8 = 1,

    /// <summary>byte.</summary>
    UInt8 = 2,

    /// <summary>short.</summary>
    Int16 = 3,

    /// <summary>ushort.</summary>
    UInt16 = 4,

    /// <summary>int.</summary>
    Int32 = 5,

    /// <summary>uint.</summary>
    UInt32 = 6,

    /// <summary>long.</summary>
    Int64 = 7,

    /// <summary>ulong.</summary>
    UInt64 = 8,

    /// <summary>float.</summary>
    Single = 9,

    /// <summary>double.</summary>
    Double = 10,

    /// <summary>decimal.</summary>
    Decimal = 11,
}
