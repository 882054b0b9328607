using System.Threading.Channels;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Testing;

/// <summary>
/// How a verb talks with its test: lines on the standard streams. The test says "go" (<see cref="TestProcess.SendAsync"/>), the verb expects it; the verb
/// says "ready 5", the test expects "ready" and gets "5".
/// </summary>
/// <remarks>
/// When the test closes the stream, or its process ends, the host kills itself at once: no host outlives its test. The blocking members are for verbs
/// that must not change threads; both kinds may be called from any thread.
/// </remarks>
internal sealed class VerbChannel
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly TextWriter _output;
    private readonly Lock _gate = new();

    internal VerbChannel(TextReader input, TextWriter output)
    {
        _output = output;
        new Thread(() => Read(input)) { IsBackground = true, Name = "test channel" }.Start();
    }

    /// <summary>Says a line to the test.</summary>
    internal void Say(string line)
    {
        lock (_gate)
        {
            _output.WriteLine(line);
            _output.Flush();
        }
    }

    /// <summary>Says "at NAME" when the process passes that fault point the next time, so that a test knows where it stands.</summary>
    internal void SayAt(string faultPoint)
    {
        int isSaid = 0;
        FaultPoint.Observer += name =>
        {
            if (name == faultPoint && Interlocked.Exchange(ref isSaid, 1) == 0) Say("at " + name);
        };
    }

    /// <summary>Waits for the line <paramref name="word"/>, or <paramref name="word"/> with a text after a space, and returns that text.</summary>
    internal string Expect(string word) => TextAfter(word, ReadLine());

    internal async Task<string> ExpectAsync(string word, CancellationToken token = default) => TextAfter(word, await _lines.Reader.ReadAsync(token));

    /// <summary>The next line, whatever it is.</summary>
    internal string ReadLine() => _lines.Reader.ReadAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Whether the test has said something that was not read yet: for loops that run until they are told to end.</summary>
    internal bool HasLine => _lines.Reader.TryPeek(out _);

    private static string TextAfter(string word, string line) => LineProtocol.TextAfter(word, line)
        ?? throw new InvalidOperationException($"The verb wanted '{word}' from its test and got '{line}'.");

    private void Read(TextReader input)
    {
        while (input.ReadLine() is { } line) _lines.Writer.TryWrite(line);
        CurrentProcess.Kill();
    }
}
