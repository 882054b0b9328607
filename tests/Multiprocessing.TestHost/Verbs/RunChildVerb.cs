using System.Reflection;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Runs a child of this program and says what the child found: "child", its entry assembly, its answer.</summary>
internal sealed class RunChildVerb : Verb
{
    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        var record = new Answer(Environment.ProcessId, 20);
        Answer answer = await ChildProcess.Start(static record => new Answer(Environment.ProcessId, record.Value + 1), record);
        string? assembly = await ChildProcess.Start(static async () =>
        {
            await Task.Yield();
            return Assembly.GetEntryAssembly()?.GetName().Name;
        });
        if (answer.ProcessId == record.ProcessId) throw new InvalidOperationException("The child is this process.");
        channel.Say($"child {assembly} {answer.Value}");
    }

    internal sealed record Answer(int ProcessId, int Value);
}
