using System.Text;

namespace Multiprocessing.Connections;

/// <summary>Reads from a frame's bytes what a <see cref="BinaryWriter"/> wrote. A <see cref="BinaryReader"/> over a stream does the same, 2 ms later in a child that starts.</summary>
/// <exception cref="ArgumentException">Any member: the bytes end too early.</exception>
internal sealed class PayloadReader(byte[] bytes)
{
    private int _position;

    internal bool ReadBoolean() => ReadByte() != 0;

    internal byte ReadByte() => Take(1)[0];

    internal int ReadInt32() => BitConverter.ToInt32(Take(sizeof(int)));

    internal Guid ReadGuid() => new(Take(16));

    /// <summary>UTF-8, after its length in bytes: seven bits a byte, the lowest first, the eighth says that more follow.</summary>
    internal string ReadString()
    {
        int length = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = Take(1)[0];
            length |= (part & 0x7F) << shift;
            if (part < 0x80) return ToText(Take(length));
        }
    }

    internal string[] ReadStrings()
    {
        int count = ReadInt32();
        if (count == 0) return [];
        string[] strings = new string[count];
        for (int i = 0; i < count; i++) strings[i] = ReadString();
        return strings;
    }

    // Letters one by one as long as they are ASCII, as names of methods and files nearly always are: the framework's decoder loads 2 ms of types for vectors first.
    private static string ToText(ReadOnlySpan<byte> bytes)
    {
        char[] letters = new char[bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] >= 0x80) return Encoding.UTF8.GetString(bytes);
            letters[i] = (char)bytes[i];
        }

        return new string(letters);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = new ReadOnlySpan<byte>(bytes, _position, count);
        _position += count;
        return taken;
    }
}
