using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Sockets;

namespace Multiprocessing.Scenarios.Cards;

/// <summary>
/// Card 5: calls of a manager's object in another process, over a unix socket; beside them, in the same run, 24 bytes there and 20 back over a raw .NET socket. Arguments: [milliseconds of each part = 300].
/// </summary>
internal static class Rpc
{
    internal const string ChildVerb = "rpc-child";

    private const int Callers = 64;

    internal static async Task<int> RunAsync(string[] arguments)
    {
        int milliseconds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 300;
        string folder = Directory.CreateTempSubdirectory("mp-rpc-").FullName;
        try
        {
            using Peer server = Peer.Start(ChildVerb, folder);
            using Socket raw = await ConnectRawAsync(Path.Combine(folder, "raw"));
            await using Manager manager = await Manager.ConnectAsync("unix:" + Path.Combine(folder, "s"));
            ICounter counter = manager.Get<ICounter>();
            string text = new('x', 1024);
            byte[] frame = new byte[24];
            // The order is mixed, so that what else the machine does falls on all.
            for (int round = 0; round < 2; round++)
            {
                bool isMeasured = round == 1;
                Time("raw ", isMeasured, milliseconds, () => Exchange(raw, frame), bytes: false);
                Time("add ", isMeasured, milliseconds, () => counter.Add(1), bytes: true);
                Time("echo1k ", isMeasured, milliseconds, () => counter.Echo(text), bytes: true);
                await TogetherAsync("add x64", isMeasured, milliseconds, counter);
                await PipelinedAsync("add pipelined", isMeasured, milliseconds, counter);
            }

            server.Kill();
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static async Task<int> RunChildAsync(string[] arguments)
    {
        await using ManagerServer server = await ManagerServer.StartAsync("unix:" + Path.Combine(arguments[0], "s"), static m => m.Add<ICounter>(static () => new Counter()));
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(arguments[0], "raw")));
        listener.Listen();
        using Socket socket = listener.Accept();
        byte[] frame = new byte[24];
        while (socket.Receive(frame) > 0) socket.Send(frame.AsSpan(0, 20));
        return 0;
    }

    private static async Task<Socket> ConnectRawAsync(string path)
    {
        while (!File.Exists(path)) await Task.Delay(20);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                socket.Connect(new UnixDomainSocketEndPoint(path));
                return socket;
            }
            catch (SocketException) when (attempt < 100)
            {
                // Bound, and not listened on yet.
                await Task.Delay(20);
            }
        }
    }

    private static void Exchange(Socket socket, byte[] frame)
    {
        socket.Send(frame);
        for (int got = 0; got < 20;) got += socket.Receive(frame.AsSpan(got, 20 - got));
    }

    private static void Time(string name, bool isMeasured, int milliseconds, Action call, bool bytes)
    {
        var samples = new long[2_000_000];
        int count = 0;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (long begin = Stopwatch.GetTimestamp(); count < samples.Length && Stopwatch.GetElapsedTime(begin).TotalMilliseconds < milliseconds; count++)
        {
            long start = Stopwatch.GetTimestamp();
            call();
            samples[count] = Stopwatch.GetTimestamp() - start;
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (!isMeasured) return;
        Report.Metric(name + "x1", "calls/s", count * 1000.0 / milliseconds);
        if (bytes) Report.Metric(name + "allocated", "B", (double)allocated / count);
        Report.Percentiles(name, "us", 1e3, samples[..count]);
    }

    private static async Task TogetherAsync(string name, bool isMeasured, int milliseconds, ICounter counter)
    {
        long begin = Stopwatch.GetTimestamp();
        int[] counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            int count = 0;
            for (; Stopwatch.GetElapsedTime(begin).TotalMilliseconds < milliseconds; count++) await counter.AddAsync(1).ConfigureAwait(false);
            return count;
        }));
        if (isMeasured) Report.Metric(name, "calls/s", counts.Sum() / Stopwatch.GetElapsedTime(begin).TotalSeconds);
    }

    [SuppressMessage("Reliability", "CA2012", Justification = "Each is awaited once; that they are made before the first is awaited is what is measured.")]
    private static async Task PipelinedAsync(string name, bool isMeasured, int milliseconds, ICounter counter)
    {
        var calls = new ValueTask<long>[Callers];
        long begin = Stopwatch.GetTimestamp();
        long count = 0;
        while (Stopwatch.GetElapsedTime(begin).TotalMilliseconds < milliseconds)
        {
            for (int i = 0; i < calls.Length; i++) calls[i] = counter.AddAsync(1);
            foreach (ValueTask<long> call in calls) await call.ConfigureAwait(false);
            count += calls.Length;
        }

        if (isMeasured) Report.Metric(name, "calls/s", count / Stopwatch.GetElapsedTime(begin).TotalSeconds);
    }
}
