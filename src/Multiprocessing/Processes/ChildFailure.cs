using Multiprocessing.Connections;

namespace Multiprocessing.Processes;

/// <summary>An exception of the child as it travels: names and text, never an object.</summary>
internal sealed record ChildFailure(string Type, string Message, string Text)
{
    internal static ChildFailure Of(Exception error) => new(error.GetType().FullName ?? error.GetType().Name, error.Message, error.ToString());

    internal byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Type);
        writer.Write(Message);
        writer.Write(Text);
        return stream.ToArray();
    }

    internal static ChildFailure Read(byte[] bytes)
    {
        var reader = new PayloadReader(bytes);
        return new ChildFailure(reader.ReadString(), reader.ReadString(), reader.ReadString());
    }
}
