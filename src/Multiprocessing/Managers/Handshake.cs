using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Multiprocessing.Managers;

/// <summary>
/// Both sides prove that they have the authkey, before either reads anything else. The proof is bound to the version, the role, both nonces and the channel, so one that was
/// made for another connection, or is relayed through somebody in the middle, is worth nothing.
/// </summary>
/// <remarks>
/// <code>
///   client                                       server
/// 1 hello: magic 8, version u16, 0 u16,
///   nonce 32, pid namespace u64         ----->   checks magic and version
/// 2                                     &lt;-----   hello: the same
/// 3 HMAC(key, "client" + transcript) 32 ----->   checks it in constant time
/// 4 checks it in constant time          &lt;-----   0 u8, HMAC(key, "server" + transcript) 32; or one byte that says why not, then the end
/// </code>
/// <para>The transcript is both hellos and the channel: what the two ends of one connection know alike and a third cannot give them. For TLS it is the server's certificate; for a unix
/// socket its path, and, in one pid namespace, the two process ids as the kernel tells each side; for plain TCP the server's end point.</para>
/// <para>All messages have a fixed size: nothing is allocated for a length from the wire.</para>
/// </remarks>
internal static class Handshake
{
    internal const int HelloSize = 8 + 2 + 2 + NonceSize + 8;
    internal const int ProofSize = 32;
    internal const ushort Version = 2;

    private const int NonceSize = 32;
    private const byte Accepted = 0;
    private const byte BadVersion = 1;
    private const byte BadProof = 2;
    private const byte Full = 3;

    private static ReadOnlySpan<byte> Magic => "MPMANAGE"u8;

    /// <summary>The server's side; the reason of a refusal, or null.</summary>
    /// <exception cref="IOException">The other side went away.</exception>
    internal static async ValueTask<string?> ServeAsync(Stream stream, HandshakeChannel channel, Authkey? key, bool isFull, CancellationToken token)
    {
        byte[] theirs = new byte[HelloSize];
        await stream.ReadExactlyAsync(theirs, token).ConfigureAwait(false);
        if (!theirs.AsSpan(0, Magic.Length).SequenceEqual(Magic)) return "it does not speak this protocol";
        byte[] mine = Hello(channel);
        await stream.WriteAsync(mine, token).ConfigureAwait(false);
        ushort version = BinaryPrimitives.ReadUInt16LittleEndian(theirs.AsSpan(Magic.Length));
        byte[] transcript = Transcript(theirs, mine, channel);
        byte[] proof = new byte[ProofSize];
        await stream.ReadExactlyAsync(proof, token).ConfigureAwait(false);
        byte verdict = version != Version ? BadVersion
            : !CryptographicOperations.FixedTimeEquals(proof, Proof(key, "client"u8, transcript)) ? BadProof
            : isFull ? Full : Accepted;
        byte[] answer = new byte[1 + ProofSize];
        answer[0] = verdict;
        if (verdict == Accepted) Proof(key, "server"u8, transcript).CopyTo(answer, 1);
        await stream.WriteAsync(answer, token).ConfigureAwait(false);
        return Reason(verdict);
    }

    /// <summary>The client's side.</summary>
    /// <exception cref="ManagerAuthenticationException">One of the two did not prove itself.</exception>
    /// <exception cref="IOException">The other side went away.</exception>
    internal static async ValueTask ConnectAsync(Stream stream, HandshakeChannel channel, Authkey? key, string address, CancellationToken token)
    {
        byte[] mine = Hello(channel);
        await stream.WriteAsync(mine, token).ConfigureAwait(false);
        byte[] theirs = new byte[HelloSize];
        await stream.ReadExactlyAsync(theirs, token).ConfigureAwait(false);
        if (!theirs.AsSpan(0, Magic.Length).SequenceEqual(Magic)) throw Errors.NotAServer(address);
        byte[] transcript = Transcript(mine, theirs, channel);
        await stream.WriteAsync(Proof(key, "client"u8, transcript), token).ConfigureAwait(false);
        byte[] answer = new byte[1 + ProofSize];
        await stream.ReadExactlyAsync(answer, token).ConfigureAwait(false);
        if (answer[0] != Accepted) throw Errors.HandshakeRefused(address, Reason(answer[0]) ?? "");
        if (!CryptographicOperations.FixedTimeEquals(answer.AsSpan(1), Proof(key, "server"u8, transcript))) throw Errors.ServerNotProven(address);
    }

    private static string? Reason(byte verdict) => verdict switch
    {
        Accepted => null,
        BadVersion => string.Create(CultureInfo.InvariantCulture, $"it speaks another version than {Version}"),
        BadProof => "its authkey is another one, or somebody stands between the two",
        Full => "the server has as many clients as it takes",
        _ => string.Create(CultureInfo.InvariantCulture, $"refused for reason {verdict}"),
    };

    private static byte[] Hello(HandshakeChannel channel)
    {
        byte[] hello = new byte[HelloSize];
        Magic.CopyTo(hello);
        BinaryPrimitives.WriteUInt16LittleEndian(hello.AsSpan(8), Version);
        RandomNumberGenerator.Fill(hello.AsSpan(12, NonceSize));
        BinaryPrimitives.WriteUInt64LittleEndian(hello.AsSpan(12 + NonceSize), channel.Namespace);
        return hello;
    }

    private static byte[] Transcript(byte[] client, byte[] server, HandshakeChannel channel)
    {
        bool sameNamespace = client.AsSpan(12 + NonceSize).SequenceEqual(server.AsSpan(12 + NonceSize));
        return [.. client, .. server, .. Encoding.UTF8.GetBytes(channel.Describe(sameNamespace))];
    }

    // Without a key the proof still ties the two hellos to the channel; who may connect is then settled by the user alone.
    private static byte[] Proof(Authkey? key, ReadOnlySpan<byte> role, byte[] transcript)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key is null ? [] : key.Bytes);
        hmac.AppendData("multiprocessing-manager-1 "u8);
        hmac.AppendData(role);
        hmac.AppendData(transcript);
        return hmac.GetHashAndReset();
    }
}
