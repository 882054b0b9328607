using System.Globalization;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Starts a child that waits for ever, says "child" and its process id, and waits to be killed. Argument: "bound"; "blind", whose child drops the kernel's
/// parent-death signal; "fleeting", which does not wait until the child has begun; "free", whose child outlives it and writes a file, the second argument.
/// </summary>
internal sealed class KeepChildVerb : Verb
{
    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        var options = new ChildOptions { RedirectStandardOutput = arguments[0] != "fleeting", DieWithParent = arguments[0] != "free" };
        var child = arguments[0] switch
        {
            "free" => ChildProcess.Start(OutliveAsync, arguments[1], options),
            "blind" => ChildProcess.Start(WaitBlind, options),
            _ => ChildProcess.Start(Wait, options),
        };
        if (options.RedirectStandardOutput)
        {
            using var output = new StreamReader(child.StandardOutput);
            await output.ReadLineAsync();
        }

        channel.Say(string.Create(CultureInfo.InvariantCulture, $"child {child.Id}"));
        if (arguments[0] == "fleeting") Multiprocessing.Platform.Liveness.CurrentProcess.Kill();
        await channel.ExpectAsync("end");
    }

    private static void Wait()
    {
        Console.WriteLine("begun");
        while (true) Thread.Yield();
    }

    private static void WaitBlind()
    {
        ParentDeathSignal.Drop();
        Wait();
    }

    private static async Task OutliveAsync(string file)
    {
        int parent = ParentDeathSignal.ParentId;
        Console.WriteLine("begun");
        while (ParentDeathSignal.ParentId == parent) await Task.Delay(5);
        await File.WriteAllTextAsync(file, "outlived");
    }
}
