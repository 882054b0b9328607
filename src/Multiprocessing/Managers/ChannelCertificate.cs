using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Multiprocessing.Managers;

/// <summary>
/// The certificate of a server over TLS. It is made when the server starts and names nobody: what makes it trustworthy is that its hash is part of the proof of the authkey.
/// </summary>
internal static class ChannelCertificate
{
    internal static X509Certificate2 Create(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=multiprocessing", key, HashAlgorithmName.SHA256);
        DateTimeOffset now = time.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddYears(20));
    }

    /// <summary>What the handshake is bound to.</summary>
    internal static string Describe(X509Certificate certificate) => "tls:" + Convert.ToHexString(SHA256.HashData(certificate.GetRawCertData()));
}
