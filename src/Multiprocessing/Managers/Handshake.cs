using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Multiprocessing.Managers.Access;

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

    private static ReadOnlySpan<byte> Magic => "MPMANAGE"u8;

    /// <summary>The server's side: the reason of a refusal, or the key that the client proved.</summary>
    /// <param name="wanted">What a client hears that has proven itself.</param>
    /// <exception cref="IOException">The other side went away.</exception>
    internal static async ValueTask<(string? Refusal, KeySet.Entry? Key)> ServeAsync(Stream stream, HandshakeChannel channel, KeySet keys, HandshakeVerdict wanted, CancellationToken token)
    {
        byte[] theirs = new byte[HelloSize];
        await stream.ReadExactlyAsync(theirs, token).ConfigureAwait(false);
        if (!theirs.AsSpan(0, Magic.Length).SequenceEqual(Magic)) return ("it does not speak this protocol", null);
        byte[] mine = Hello(channel);
        await stream.WriteAsync(mine, token).ConfigureAwait(false);
        ushort version = BinaryPrimitives.ReadUInt16LittleEndian(theirs.AsSpan(Magic.Length));
        byte[] transcript = Transcript(theirs, mine, channel);
        byte[] proof = new byte[ProofSize];
        await stream.ReadExactlyAsync(proof, token).ConfigureAwait(false);
        KeySet.Entry? key = keys.Find(proof, key => Proof(key, "client"u8, transcript));
        HandshakeVerdict verdict = version != Version ? HandshakeVerdict.BadVersion
            : key is null ? HandshakeVerdict.BadProof
            : wanted;
        byte[] answer = new byte[1 + ProofSize];
        answer[0] = (byte)verdict;
        if (verdict == HandshakeVerdict.Accepted) Proof(key!.Key, "server"u8, transcript).CopyTo(answer, 1);
        await stream.WriteAsync(answer, token).ConfigureAwait(false);
        return (Reason(verdict), key);
    }

    /// <summary>The client's side.</summary>
    /// <exception cref="ManagerAuthenticationException">One of the two did not prove itself.</exception>
    /// <exception cref="ServerBusyException">The server takes no client now.</exception>
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
        var verdict = (HandshakeVerdict)answer[0];
        if (verdict is HandshakeVerdict.Full or HandshakeVerdict.NoDescriptor or HandshakeVerdict.Draining) throw Errors.ServerTakesNoClients(address, Reason(verdict)!);
        if (verdict != HandshakeVerdict.Accepted) throw Errors.HandshakeRefused(address, Reason(verdict)!);
        if (!CryptographicOperations.FixedTimeEquals(answer.AsSpan(1), Proof(key, "server"u8, transcript))) throw Errors.ServerNotProven(address);
    }

    private static string? Reason(HandshakeVerdict verdict) => verdict switch
    {
        HandshakeVerdict.Accepted => null,
        HandshakeVerdict.BadVersion => string.Create(CultureInfo.InvariantCulture, $"the client speaks another version than {Version}"),
        HandshakeVerdict.BadProof => "the client's authkey is another one, or somebody stands between the two",
        HandshakeVerdict.Full => "the server has as many clients as it takes",
        HandshakeVerdict.NoDescriptor => "the server's process has no file descriptor left for another client",
        HandshakeVerdict.Draining => "the server is about to end",
        _ => string.Create(CultureInfo.InvariantCulture, $"reason {(byte)verdict}, which this version does not know"),
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
