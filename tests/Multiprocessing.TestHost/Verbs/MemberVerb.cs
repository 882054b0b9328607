using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// A process of a domain that does what its test says, line by line. It says "joined" and its identity first; with a number as argument it joins that
/// often and says all identities.
/// </summary>
internal sealed class MemberVerb : Verb
{
    private static InterprocessLock? s_kept;

    private readonly SharedRef<uint> _never = SharedRef<uint>.Allocate();
    private VerbChannel _channel = null!;
    private Domain _domain = null!;

    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        _channel = channel;
        _domain = Domain.Current;
        int more = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) - 1 : 0;
        var again = Enumerable.Range(0, more).Select(_ => Domain.JoinAgain(_domain.Directory)).ToArray();
        channel.Say($"joined {string.Join(' ', again.Prepend(_domain).Select(static d => Text(d.Me)))}");
        while (channel.ReadLine() is var line and not "end") Do(line.Split(' '));
        GC.KeepAlive(again);
        return Task.CompletedTask;
    }

    private void Do(string[] words)
    {
        switch (words[0])
        {
            // Waits until each of the processes is dead, as any wait of the library does; says when it knew.
            case "await":
                foreach (string identity in words[1..]) Await(Identity(identity));
                _channel.Say($"dead {Text(Stopwatch.GetTimestamp())}");
                break;
            case "ask":
                _channel.Say($"verdict {(_domain.IsDead(Identity(words[1])) ? "dead" : "alive")}");
                break;
            case "describe":
                _channel.Say($"description {_domain.Describe(Identity(words[1])).State} {_domain.Describe(Identity(words[1]))}");
                break;
            case "living":
                _channel.Say($"living {string.Join(' ', _domain.DescribeLiving().Select(static d => Text(d.Identity)).Order())}");
                break;
            // Waits until some death was told.
            case "death":
                AwaitDeath();
                _channel.Say("told");
                break;
            // How many were told until now.
            case "deaths":
                _channel.Say($"deaths {Text(Volatile.Read(ref _domain.Deaths.Value))}");
                break;
            case "hold":
                _domain.OnLeave(static () => true);
                _channel.Say("holding");
                break;
            // Makes a lock without a name, and ends one day without having left or disposed it.
            case "lock":
                s_kept = InterprocessLock.Create();
                s_kept.Enter();
                _channel.Say("locked");
                break;
            case "share-descriptor":
                _channel.Say($"shared {Text(ShareRegistryDescriptor())}");
                break;
            case "lose-watcher":
                LoseWatcher();
                break;
            case "exec":
                Execute("/bin/sleep", "60");
                break;
            case "exit":
                Environment.Exit(0);
                break;
            case "fail-fast":
                Environment.FailFast("as told");
                break;
            case "throw":
                var thread = new Thread(static () => throw new InvalidOperationException("as told"));
                thread.Start();
                thread.Join();
                break;
            default:
                throw new ArgumentException($"A member has no command '{words[0]}'.");
        }
    }

    private void Await(uint identity)
    {
        using var limit = WaitLimit.Infinite(_domain);
        while (!_domain.IsDead(identity)) limit.Sleep(ref _never.Value, 0);
    }

    private void AwaitDeath()
    {
        using var limit = WaitLimit.Infinite(_domain);
        while (Volatile.Read(ref _domain.Deaths.Value) == 0) limit.Sleep(ref _never.Value, 0);
    }

    // As a native library does that forks without exec: another process holds the open file, and with it the lock.
    private static int ShareRegistryDescriptor()
    {
        foreach (string link in Directory.GetFiles("/proc/self/fd"))
        {
            if (new FileInfo(link).LinkTarget?.EndsWith("/" + ProcessRegistry.FileName, StringComparison.Ordinal) != true) continue;
            const int F_SETFD = 2;
            if (fcntl(int.Parse(Path.GetFileName(link), CultureInfo.InvariantCulture), F_SETFD, 0) != 0) throw new InvalidOperationException("fcntl failed");
        }

        using var child = Process.Start(new ProcessStartInfo("/bin/sleep", "60") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        return child.Id;
    }

    // The thread ends behind the runtime's back, at its next recheck or death.
    private void LoseWatcher()
    {
        _domain.DeathTold += Exit;

        void Exit()
        {
            _domain.DeathTold -= Exit;
            _channel.Say("losing");
            nint exit = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 93 : 60;
            syscall(exit, 0);
        }
    }

    private static void Execute(string path, string argument)
    {
        int result = execve(NativeStrings.Of(path), NativeStrings.Vector([path, argument]), [0]);
        throw new InvalidOperationException($"execve returned {Text(result)}");
    }

    private static uint Identity(string text) => uint.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    [DllImport("libc", SetLastError = true)]
    private static extern int fcntl(int descriptor, int command, nint argument);

    [DllImport("libc", SetLastError = true)]
    private static extern nint syscall(nint number, nint argument);

    [DllImport("libc", SetLastError = true)]
    private static extern int execve(nint path, nint[] arguments, nint[] environment);
}
