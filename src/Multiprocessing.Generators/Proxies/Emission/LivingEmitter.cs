using Multiprocessing.Generators.Proxies.Models;

namespace Multiprocessing.Generators.Proxies.Emission;

/// <summary>Writes how what lives longer than a value is written, read and given as a result.</summary>
internal static class LivingEmitter
{
    internal static bool IsLiving(Travel travel) => travel is Travel.Sequence or Travel.Enumerator or Travel.Callback or Travel.Progress or Travel.Bytes;

    internal static string WriteOf(string call, ValueModel value, string name) => value.Travel == Travel.Bytes && value.IsRetained ? $"{call}.WriteRetainedBytes({name});" : $"{call}.Write{Method(value)}({name});";

    internal static string ReadOf(string call, ValueModel value) => value.Travel == Travel.Bytes && value.IsRetained ? $"{call}.ReadRetainedBytes()!" : $"{call}.Read{Method(value)}()!";

    /// <summary>What follows "Invoke" in the proxy, up to the call.</summary>
    internal static string Reading(ValueModel value) => $"static reply => {ReadOf("reply", value)}";

    /// <summary>The proxy's member whose result is a stream: the call is made by each enumeration.</summary>
    internal static void EmitStream(SourceText source, MemberModel member, string token, Action<string> emitCall)
    {
        string call = ProxyEmitter.Local(member, "call");
        source.Block($"return StreamOf<{member.Result.WireType}>(() =>", () =>
        {
            emitCall(call);
            source.Line($"return {call};");
        }, $"}}, {token});");
    }

    private static string Method(ValueModel value) => value.Travel switch
    {
        Travel.Sequence => $"Sequence<{value.WireType}>",
        Travel.Callback => $"Callback<{value.WireType}>",
        Travel.Progress => $"Progress<{value.WireType}>",
        Travel.Bytes => "Bytes",
        Travel.Enumerator => $"Enumerator<{value.WireType}>",
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };
}
