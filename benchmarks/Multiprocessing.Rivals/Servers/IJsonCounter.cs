using StreamJsonRpc;

namespace Multiprocessing.Rivals.Servers;

/// <summary>What StreamJsonRpc calls.</summary>
[JsonRpcContract]
internal partial interface IJsonCounter
{
    Task<long> AddAsync(long n);

    Task<string> EchoAsync(string text);
}
