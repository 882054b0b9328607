using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Starts a <see cref="ShortLifeVerb"/>, says "spawned" with its process id, and never asks for its exit code: what remains of it is a zombie.</summary>
internal sealed class ZombieParentVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        string program = Environment.ProcessPath!;
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(static e => $"{e.Key}={e.Value}");
        // Not Process, which fetches the exit codes of its children by itself. The child writes to the same stream.
        int error = posix_spawn(
            out int id, NativeStrings.Of(program), 0, 0, NativeStrings.Vector([program, typeof(ShortLifeVerb).FullName!]), NativeStrings.Vector(environment));
        if (error != 0) throw new InvalidOperationException($"posix_spawn failed: errno {error}");
        while (ProcessSignals.State(id) != 'Z') Thread.Yield();
        channel.Say($"spawned {id.ToString(CultureInfo.InvariantCulture)}");
        channel.Expect("end");
        return Task.CompletedTask;
    }

    [DllImport("libc")]
    private static extern int posix_spawn(out int id, nint path, nint actions, nint attributes, nint[] arguments, nint[] environment);
}
