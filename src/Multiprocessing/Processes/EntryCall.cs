using System.Buffers;
using Multiprocessing.Connections;
using Multiprocessing.Diagnostics;

namespace Multiprocessing.Processes;

/// <summary>An entry point and its arguments, ready to be sent to a child, once or (a restart, a group) several times.</summary>
internal sealed class EntryCall
{
    private readonly List<(string TypeName, ReadOnlyMemory<byte> Bytes)> _arguments = [];

    private EntryCall(EntryPoint entry, bool takesToken)
    {
        Entry = entry;
        TakesToken = takesToken;
    }

    internal EntryPoint Entry { get; }

    /// <summary>Whether the last parameter is a token that the child supplies.</summary>
    internal bool TakesToken { get; }

    internal static EntryCall Of(Delegate entry) => new(EntryPoint.Of(entry), takesToken: false);

    internal static EntryCall OfStoppable(Delegate entry) => new(EntryPoint.Of(entry), takesToken: true);

    /// <summary>Adds an argument; it is written now, so what happens to the object later does not matter.</summary>
    internal EntryCall With<T>(T argument)
    {
        if (typeof(T) == typeof(CancellationToken)) throw Errors.CancellationTokenIsNoArgument();
        var buffer = new ArrayBufferWriter<byte>();
        ArgumentCodec<T>.Write(buffer, argument);
        _arguments.Add((typeof(T).AssemblyQualifiedName!, buffer.WrittenMemory));
        return this;
    }

    internal void Send(PolledChannel channel, string name, Type? resultType)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(name);
        writer.Write(TakesToken);
        writer.Write(resultType?.AssemblyQualifiedName ?? "");
        Entry.Write(writer);
        writer.Write(_arguments.Count);
        foreach (var (typeName, _) in _arguments) writer.Write(typeName);
        channel.Send((uint)ChildFrame.Run, stream.ToArray());
        foreach (var (_, bytes) in _arguments) channel.Send((uint)ChildFrame.Argument, bytes);
    }
}
