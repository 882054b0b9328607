using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// No arguments; its place is small. Uses the place up and goes on with what it has. Says for each step "NAME ok", or "NAME", the exception's type, and its message.
/// </summary>
internal sealed class FullPlaceVerb : Verb
{
    private VerbChannel _channel = null!;

    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        _channel = channel;
        InterprocessLock? gate = null;
        InterprocessQueue<byte[]>? queue = null;
        if (!Try("join", () => gate = InterprocessLock.Create("gate"))) return;
        Try("queue", () => queue = InterprocessQueue.Create<byte[]>("queue", capacity: 8, new QueueOptions { CapacityBytes = 64 << 10 }));
        Try("too-large", () => SharedArray.Create<byte>("large", 1L << 30).Dispose());
        var held = new List<IDisposable>();
        Try("fill", () => Fill(held, static () => SharedArray.Create<byte>(64 << 10)));
        Try("fill-small", () => Fill(held, static () => InterprocessLock.Create()));
        // What is there goes on.
        Try("lock", () => gate!.Enter().Dispose());
        Try("put", () => queue!.Put(new byte[10_000]));
        Try("take", () => queue!.Take());
        Try("put-large", () => queue!.Put(new byte[1 << 20]));
        using (gate!.Enter()) await TryAsync("async", async () => await gate.TryEnterAsync(TimeSpan.FromMilliseconds(1)));
        foreach (var one in held) one.Dispose();
        Try("again", () => SharedArray.Create<byte>(64 << 10).Dispose());
        using (gate.Enter()) await TryAsync("async-again", async () => await gate.TryEnterAsync(TimeSpan.FromMilliseconds(1)));
        queue!.Dispose();
        gate.Dispose();
        InterprocessLock.Remove("gate");
        InterprocessQueue.Remove("queue");
        _channel.Say("end");
    }

    private static void Fill(List<IDisposable> held, Func<IDisposable> make)
    {
        for (int i = 0; i < 10_000; i++) held.Add(make());
    }

    private bool Try(string name, Action action)
    {
        try
        {
            action();
            _channel.Say(name + " ok");
            return true;
        }
        catch (Exception e)
        {
            _channel.Say($"{name} {e.GetType().Name} {e.Message.ReplaceLineEndings(" ")}");
            return false;
        }
    }

    private async Task TryAsync(string name, Func<Task> action)
    {
        try
        {
            await action();
            _channel.Say(name + " ok");
        }
        catch (Exception e)
        {
            _channel.Say($"{name} {e.GetType().Name} {e.Message.ReplaceLineEndings(" ")}");
        }
    }
}
