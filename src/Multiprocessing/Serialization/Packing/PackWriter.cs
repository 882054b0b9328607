using System.Buffers;
using System.Buffers.Binary;
using System.ComponentModel;
using System.Text;
using Multiprocessing.Diagnostics;
using Multiprocessing.Serialization;
using Multiprocessing.Serialization.Checks;
using Multiprocessing.Serialization.Packing;

namespace Multiprocessing;

/// <summary>Writes the values of a message as MessagePack. For generated code.</summary>
/// <remarks>
/// It writes the very bytes that <see cref="MessagePackMessageSerializer"/> writes, so that a program with generated codecs understands one without (docs/decisions/0014). Bytes are gathered in
/// a piece of the output and told to it when the piece is full; a number costs a compare and a store.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref partial struct PackWriter
{
    private const int HeaderMax = 5;

    /// <summary>Longer texts are measured first, so that no room of three times their length is asked for.</summary>
    private const int ShortTextMax = 256;

    private readonly IBufferWriter<byte> _output;
    private readonly TransferScope _scope;
    private Span<byte> _room;
    private int _used;
    private int _depthLeft;

    internal PackWriter(IBufferWriter<byte> output, TransferScope scope, int depthMax)
    {
        _output = output;
        _scope = scope;
        _depthLeft = depthMax;
    }

    /// <summary>What a shared object threw when it was to write its handle; it is the error to see.</summary>
    internal Exception? SharedError { get; private set; }

    /// <summary>Writes that there is no value.</summary>
    public void WriteNull() => Put(PackCode.Null);

    /// <summary>Begins an object, whose members follow in their order.</summary>
    /// <param name="members">How many.</param>
    public void BeginObject(int members)
    {
        if (members == 0) BeginMap(0);
        else BeginCollection(members);
    }

    /// <summary>Begins a collection, whose elements follow.</summary>
    /// <param name="count">How many.</param>
    public void BeginCollection(int count)
    {
        Descend();
        WriteLength(count, PackCode.FixContainerMax, PackCode.FixArray, code8: 0, PackCode.Array16, PackCode.Array32);
    }

    /// <summary>Begins a dictionary, whose keys and values follow in turn.</summary>
    /// <param name="count">How many pairs.</param>
    public void BeginMap(int count)
    {
        Descend();
        WriteLength(count, PackCode.FixContainerMax, PackCode.FixMap, code8: 0, PackCode.Map16, PackCode.Map32);
    }

    /// <summary>Begins an object that is one of several classes; it follows.</summary>
    /// <param name="tag">Which.</param>
    public void BeginUnion(int tag)
    {
        Put(PackCode.FixArray | 2);
        Write(tag);
    }

    /// <summary>Ends an object, collection or dictionary.</summary>
    public void End() => _depthLeft++;

    /// <summary>Writes a text.</summary>
    /// <param name="value">The text; half surrogate pairs in it become U+FFFD.</param>
    public void Write(string? value)
    {
        if (value is null)
        {
            WriteNull();
            return;
        }

        if (value.Length > ShortTextMax)
        {
            int size = Encoding.UTF8.GetByteCount(value);
            WriteTextLength(size);
            Encoding.UTF8.GetBytes(value, Room(size));
            _used += size;
            return;
        }

        // Most texts are ASCII: the bytes are put behind a header as large as that takes, and move when it was wrong.
        Span<byte> room = Room(HeaderMax + (value.Length * 3));
        int guess = TextHeaderSize(value.Length);
        int count = Encoding.UTF8.GetBytes(value, room[guess..]);
        int header = TextHeaderSize(count);
        if (header != guess) room.Slice(guess, count).CopyTo(room[header..]);
        WriteTextLength(count);
        _used += count;
    }

    /// <summary>Writes the handle of a shared object.</summary>
    /// <typeparam name="T">The declared type.</typeparam>
    /// <param name="value">The object, or null.</param>
    public void WriteShared<T>(T? value)
        where T : class
    {
        if (value is null)
        {
            WriteNull();
            return;
        }

        ArrayBufferWriter<byte> handle = new();
        try
        {
            (TransferTypes.Find(typeof(T)) ?? throw Errors.NotShared(typeof(T))).ExportObject(value, _scope).WriteTo(handle);
        }
        catch (Exception e)
        {
            SharedError = e;
            throw;
        }

        WriteBinary(handle.WrittenSpan);
    }

    /// <summary>The error of an object whose class is not the declared one, as which it would arrive.</summary>
    /// <param name="found">The object.</param>
    /// <param name="declared">The declared type.</param>
    /// <returns>An exception to throw.</returns>
    public static Exception OtherType(object found, Type declared)
    {
        ArgumentNullException.ThrowIfNull(found);
        return new PackException(ValueCheck.OtherType(found.GetType(), declared));
    }

    /// <summary>Tells the output what was written since the last time.</summary>
    internal void Flush()
    {
        if (_used > 0) _output.Advance(_used);
        _room = default;
        _used = 0;
    }

    private static int TextHeaderSize(int count) => count <= PackCode.FixTextLengthMax ? 1 : count <= byte.MaxValue ? 2 : count <= ushort.MaxValue ? 3 : HeaderMax;

    private void WriteTextLength(int count) => WriteLength(count, PackCode.FixTextLengthMax, PackCode.FixText, PackCode.Text8, PackCode.Text16, PackCode.Text32);

    /// <summary>Writes a binary.</summary>
    private void WriteBinary(scoped ReadOnlySpan<byte> bytes)
    {
        WriteLength(bytes.Length, fixMax: -1, fixCode: 0, PackCode.Binary8, PackCode.Binary16, PackCode.Binary32);
        bytes.CopyTo(Room(bytes.Length));
        _used += bytes.Length;
    }

    /// <summary>A code and a length, in the shortest form; a code of 0 is a form that there is not.</summary>
    private void WriteLength(int length, int fixMax, byte fixCode, byte code8, byte code16, byte code32)
    {
        Span<byte> room = Room(HeaderMax);
        if (length <= fixMax)
        {
            room[0] = (byte)(fixCode | length);
            _used++;
        }
        else if (code8 != 0 && length <= byte.MaxValue)
        {
            room[1] = (byte)length;
            room[0] = code8;
            _used += 2;
        }
        else if (length <= ushort.MaxValue)
        {
            BinaryPrimitives.WriteUInt16BigEndian(room[1..], (ushort)length);
            room[0] = code16;
            _used += 3;
        }
        else
        {
            BinaryPrimitives.WriteInt32BigEndian(room[1..], length);
            room[0] = code32;
            _used += HeaderMax;
        }
    }

    private void Descend()
    {
        if (--_depthLeft < 0) throw new PackException("objects lie deeper in each other than the serializer's MaxDepth, or contain themselves");
    }

    private void Put(byte value)
    {
        if (_used == _room.Length) Renew(1);
        _room[_used++] = value;
    }

    /// <summary>At least so many bytes to write to; the caller adds what it wrote to <see cref="_used"/>.</summary>
    private Span<byte> Room(int size)
    {
        if (_room.Length - _used < size) Renew(size);
        return _room[_used..];
    }

    private void Renew(int size)
    {
        Flush();
        _room = _output.GetSpan(size);
    }
}
