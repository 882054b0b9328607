using System.Buffers.Binary;
using System.ComponentModel;
using System.Text;
using Multiprocessing.Diagnostics;
using Multiprocessing.Serialization;
using Multiprocessing.Serialization.Packing;

namespace Multiprocessing;

/// <summary>Reads the values of a message from MessagePack. For generated code.</summary>
/// <remarks>The bytes come from another process and are trusted in nothing: every length is compared with what is left before memory is taken for it, and depth is limited.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref partial struct PackReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly TransferScope _scope;
    private int _at;
    private int _depthLeft;

    internal PackReader(ReadOnlySpan<byte> bytes, TransferScope scope, int depthMax)
    {
        _bytes = bytes;
        _scope = scope;
        _depthLeft = depthMax;
    }

    /// <summary>Where the value begins that was read last, or could not be.</summary>
    internal int Start { get; private set; }

    /// <summary>Bytes that were not read.</summary>
    internal readonly int Left => _bytes.Length - _at;

    /// <summary>Reads past it if there is no value.</summary>
    /// <returns>Whether there was none.</returns>
    public bool TryReadNull()
    {
        if (_at >= _bytes.Length || _bytes[_at] != PackCode.Null) return false;
        Start = _at++;
        return true;
    }

    /// <summary>Begins an object.</summary>
    /// <param name="members">How many members it has.</param>
    public void BeginObject(int members)
    {
        int count = members == 0 ? BeginMap() : BeginCollection();
        if (count != members) throw new PackException($"{members} members were expected, and {count} found");
    }

    /// <summary>Begins a collection.</summary>
    /// <returns>How many elements follow; no more than there are bytes.</returns>
    public int BeginCollection()
    {
        Descend();
        byte code = Next();
        return CheckCount(code switch
        {
            >= PackCode.FixArray and < PackCode.FixText => (uint)(code & PackCode.FixContainerMax),
            PackCode.Array16 => BinaryPrimitives.ReadUInt16BigEndian(Take(sizeof(ushort))),
            PackCode.Array32 => BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint))),
            _ => throw Unexpected("an object or a collection", code),
        }, bytesEach: 1);
    }

    /// <summary>Begins a dictionary.</summary>
    /// <returns>How many pairs follow; no more than there are bytes for.</returns>
    public int BeginMap()
    {
        Descend();
        byte code = Next();
        return CheckCount(code switch
        {
            >= PackCode.FixMap and < PackCode.FixArray => (uint)(code & PackCode.FixContainerMax),
            PackCode.Map16 => BinaryPrimitives.ReadUInt16BigEndian(Take(sizeof(ushort))),
            PackCode.Map32 => BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint))),
            _ => throw Unexpected("a dictionary", code),
        }, bytesEach: 2);
    }

    /// <summary>Begins an object that is one of several classes.</summary>
    /// <returns>Its tag.</returns>
    public int BeginUnion()
    {
        byte code = Next();
        if (code != (PackCode.FixArray | 2)) throw Unexpected("a tag and an object", code);
        Read(out int tag);
        return tag;
    }

    /// <summary>Ends an object, collection or dictionary.</summary>
    public void End() => _depthLeft++;

    /// <summary>Reads a text.</summary>
    /// <param name="value">The text, or null.</param>
    public void Read(out string? value)
    {
        if (TryReadNull())
        {
            value = null;
            return;
        }

        byte code = Next();
        uint length = code switch
        {
            >= PackCode.FixText and <= PackCode.FixTextMax => (uint)(code & PackCode.FixTextLengthMax),
            PackCode.Text8 => Take(1)[0],
            PackCode.Text16 => BinaryPrimitives.ReadUInt16BigEndian(Take(sizeof(ushort))),
            PackCode.Text32 => BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint))),
            _ => throw Unexpected("a text", code),
        };
        value = Encoding.UTF8.GetString(Take(length));
    }

    /// <summary>Reads a handle, and attaches to its object.</summary>
    /// <typeparam name="T">The declared type.</typeparam>
    /// <param name="value">The object, or null.</param>
    public void ReadShared<T>(out T? value)
        where T : class
    {
        if (TryReadNull())
        {
            value = null;
            return;
        }

        ReadOnlySpan<byte> handle = TakeBinary();
        if (handle.Length > ushort.MaxValue) throw Errors.HandleDamaged("it is longer than any handle");
        TransferBinding binding = TransferTypes.Find(typeof(T)) ?? throw Errors.NotShared(typeof(T));
        value = (T)binding.AttachObject(TransferHandle.Parse(handle), _scope);
    }

    /// <summary>The error of a union whose tag no class has.</summary>
    /// <param name="tag">The tag.</param>
    /// <returns>An exception to throw.</returns>
    public static Exception UnknownTag(int tag) => new PackException($"no class has the tag {tag}");

    private void Descend()
    {
        if (--_depthLeft < 0) throw new PackException("objects lie deeper in each other than the serializer's MaxDepth");
    }

    private byte Next()
    {
        Start = _at;
        if (_at >= _bytes.Length) throw new PackException("the message ends");
        return _bytes[_at++];
    }

    private ReadOnlySpan<byte> Take(uint size)
    {
        if (size > (uint)Left) throw new PackException($"{size} bytes were announced, and {Left} are left");
        ReadOnlySpan<byte> taken = _bytes.Slice(_at, (int)size);
        _at += (int)size;
        return taken;
    }

    private ReadOnlySpan<byte> TakeBinary()
    {
        byte code = Next();
        return Take(code switch
        {
            PackCode.Binary8 => Take(1)[0],
            PackCode.Binary16 => BinaryPrimitives.ReadUInt16BigEndian(Take(sizeof(ushort))),
            PackCode.Binary32 => BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint))),
            _ => throw Unexpected("a binary", code),
        });
    }

    private readonly int CheckCount(uint count, uint bytesEach)
    {
        if (count > (uint)Left / bytesEach) throw new PackException($"{count} elements were announced, and {Left} bytes are left");
        return (int)count;
    }

    private static PackException Unexpected(string wanted, byte code) => new($"{wanted} was expected, and the byte {code:X2} found");
}
