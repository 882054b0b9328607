using System.Net.Sockets;
using Multiprocessing.Scenarios.Measuring;
using StackExchange.Redis;

namespace Multiprocessing.Rivals.Callers;

/// <summary>StackExchange.Redis over one connection: INCRBY and ECHO.</summary>
internal sealed class RedisCaller : ICaller, IBlockingCaller
{
    private static readonly RedisKey s_key = "k";

    private readonly IDatabase _database;

    private RedisCaller(IDatabase database) => _database = database;

    internal static async Task<RedisCaller> ConnectAsync(string path)
    {
        var options = new ConfigurationOptions { AbortOnConnectFail = true, ConnectTimeout = 30_000, SyncTimeout = 30_000, AsyncTimeout = 30_000 };
        options.EndPoints.Add(new UnixDomainSocketEndPoint(path));
        return new RedisCaller((await ConnectionMultiplexer.ConnectAsync(options)).GetDatabase());
    }

    public ValueTask<long> AddAsync(long n) => new(_database.StringIncrementAsync(s_key, n));

    public async ValueTask<string> EchoAsync(string text) => (string)(await _database.ExecuteAsync("ECHO", text).ConfigureAwait(false))!;

    public long Add(long n) => _database.StringIncrement(s_key, n);

    public string Echo(string text) => (string)_database.Execute("ECHO", text)!;
}
