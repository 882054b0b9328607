using System.Security.Cryptography;
using System.Text;

namespace Multiprocessing;

/// <summary>The secret that a server and its clients prove to each other without sending it.</summary>
/// <remarks>Its bytes appear in no message, log or text. Whoever has it may call everything that the server registered, unless it is an <see cref="AccessKey"/> with fewer rights.</remarks>
public sealed class Authkey
{
    private readonly byte[] _bytes;

    private Authkey(byte[] bytes) => _bytes = bytes;

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Makes a new one of 32 random bytes.</summary>
    /// <returns>The key.</returns>
    public static Authkey Generate() => new(RandomNumberGenerator.GetBytes(32));

    /// <summary>Takes the bytes of a key, at least 16 of them.</summary>
    /// <param name="bytes">Copied.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">They are fewer than 16.</exception>
    public static Authkey FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 16) throw Errors.AuthkeyTooShort(bytes.Length);
        return new Authkey(bytes.ToArray());
    }

    /// <summary>Reads a key file: the text in it, without blanks around it, as UTF-8.</summary>
    /// <param name="path">The file. It must belong to nobody else: readable by its owner alone.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">It holds fewer than 16 bytes.</exception>
    /// <exception cref="UnauthorizedAccessException">Its group or others may read it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Authkey FromFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0) throw Errors.AuthkeyFileOpen(path, File.GetUnixFileMode(path));
        return FromBytes(Encoding.UTF8.GetBytes(File.ReadAllText(path).Trim()));
    }

    /// <summary>Writes the key, as text, to a new file that its owner alone may read (mode 0600).</summary>
    /// <param name="path">The file, which must not exist.</param>
    /// <exception cref="IOException">It exists, or cannot be written.</exception>
    public void WriteTo(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(IsText(_bytes) ? _bytes : throw Errors.AuthkeyNotText(path));
    }

    /// <summary>Makes a key from 32 random bytes written as 64 letters and digits, which a file and a terminal can hold.</summary>
    /// <returns>The key.</returns>
    public static Authkey GenerateText() => new(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(64, lowercase: true)));

    /// <summary>Tells nothing of the key.</summary>
    /// <returns>"authkey".</returns>
    public override string ToString() => "authkey";

    internal bool IsSame(Authkey other) => CryptographicOperations.FixedTimeEquals(_bytes, other._bytes);

    private static bool IsText(byte[] bytes) => bytes.AsSpan().IndexOfAnyExceptInRange((byte)0x21, (byte)0x7E) < 0;
}
