using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Memory;

/// <summary>A hostile peer writes random bytes into live segments: clear errors, no crash, no hang.</summary>
public sealed class ByteFlipTests(ITestOutputHelper output)
{
    private long _writes;

    public static TheoryData<string> Kinds => [.. VictimVerb.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Use_WhileAPeerWritesRandomBytes_NoCrashNoHang(string kind)
    {
        var token = TestContext.Current.CancellationToken;
        using var test = new TestDomain();
        test.AllowLeftovers("objects whose headers were overwritten cannot be removed by name any more");
        using var attack = CancellationTokenSource.CreateLinkedTokenSource(token);
        int seed = Environment.TickCount;
        await using var victim = test.Start<VictimVerb>(kind, "0");
        await victim.ExpectAsync("ready", token);
        var attacking = Task.Run(() => Attack(test.Directory, new Random(seed), attack.Token), token);
        long wanted = TestRun.IsLong ? 100_000 : 600;
        int objects = 0;
        for (; Interlocked.Read(ref _writes) < wanted; objects++) await victim.ExpectAsync("passed", token);
        await attack.CancelAsync();
        await attacking;
        output.WriteLine($"{kind}: {_writes} writes into {objects} objects, seed {seed}");
        await victim.SendAsync("end");
        while (await victim.ReadLineOrEndAsync(token) is not null)
        {
            // What it was saying meanwhile.
        }

        await victim.EndAsync(token);
    }

    /// <summary>Writes bytes, words and whole runs, most of them near the beginning, where headers and state words lie. The registry is left alone: it is what decides who may live.</summary>
    private void Attack(string directory, Random random, CancellationToken token)
    {
        byte[] bytes = new byte[64];
        while (!token.IsCancellationRequested)
        {
            foreach (string file in Directory.GetFiles(directory, "*.mp"))
            {
                for (int i = 0; i < 3; i++)
                    if (Write(file, random, bytes)) Interlocked.Increment(ref _writes);

                token.WaitHandle.WaitOne(1);
            }
        }
    }

    private static bool Write(string file, Random random, byte[] bytes)
    {
        try
        {
            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            long length = RandomAccess.GetLength(handle);
            int count = random.Next(4) switch { 0 => 8, 1 => bytes.Length, _ => 1 };
            random.NextBytes(bytes);
            if (random.Next(4) == 0) Array.Fill(bytes, (byte)(random.Next(2) * 255));
            long range = random.Next(2) == 0 ? Math.Min(length, 12 * 1024) : length;
            RandomAccess.Write(handle, bytes.AsSpan(0, count), random.NextInt64(Math.Max(1, range - count)));
            return true;
        }
        catch (FileNotFoundException)
        {
            // The object went between the listing and this.
            return false;
        }
    }
}
