using System.Runtime.ExceptionServices;

namespace Multiprocessing.Fuzz;

/// <summary>A place that takes bytes of strangers. Whatever they are, they are refused with an error that says so, and nobody else is disturbed.</summary>
internal abstract class Target : IDisposable
{
    private static readonly Dictionary<string, Func<Target>> s_all = new()
    {
        ["frames"] = static () => new FramesTarget(),
        ["handshake"] = static () => new HandshakeTarget(),
        ["messages"] = static () => new MessagesTarget(),
    };

    internal static IReadOnlyCollection<string> Names => s_all.Keys;

    internal static Target? Find(string name) => s_all.TryGetValue(name, out Func<Target>? make) ? make() : null;

    internal static byte[] ReadAll(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private bool _hasStarted;

    public void Dispose()
    {
        AppDomain.CurrentDomain.FirstChanceException -= LookAt;
        if (_hasStarted) End();
    }

    /// <summary>Takes one input. With the first, what takes it is started: code that reports to the fuzzer may not run before.</summary>
    internal void Take(byte[] input)
    {
        if (!_hasStarted)
        {
            _hasStarted = true;
            Start();
            AppDomain.CurrentDomain.FirstChanceException += LookAt;
        }

        Run(input);
    }

    protected virtual void Start()
    {
    }

    protected abstract void Run(byte[] input);

    protected virtual void End()
    {
    }

    /// <summary>Inputs as friends send them, by name: where the search begins.</summary>
    internal abstract IEnumerable<(string Name, byte[] Input)> Seeds();

    /// <summary>Errors that no input may bring about, on any thread, even where something above would catch them.</summary>
    private static void LookAt(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        if (thrown.Exception is NullReferenceException or IndexOutOfRangeException or InvalidCastException or KeyNotFoundException or OutOfMemoryException or ArrayTypeMismatchException or DivideByZeroException or AccessViolationException)
        {
            Environment.FailFast("An input brought about " + thrown.Exception);
        }
    }
}
