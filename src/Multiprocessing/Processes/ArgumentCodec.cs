using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Multiprocessing.Processes;

/// <summary>Writes and reads values of one type whose name, not the type, is known where it is called.</summary>
internal abstract class ArgumentCodec
{
    internal abstract void Write(IBufferWriter<byte> writer, object? value);

    internal abstract object? Read(ReadOnlyMemory<byte> bytes);

    /// <summary>The result of a finished task of this type.</summary>
    internal abstract object? ResultOf(Task task);

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Refused before a child starts (ProgramCommand.Current).")]
    internal static ArgumentCodec For(Type type) => (ArgumentCodec)Activator.CreateInstance(typeof(ArgumentCodec<>).MakeGenericType(type))!;
}

[UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Refused before a child starts (ProgramCommand.Current).")]
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Refused before a child starts (ProgramCommand.Current).")]
internal sealed class ArgumentCodec<T> : ArgumentCodec
{
    internal static void Write(IBufferWriter<byte> writer, T value)
    {
        using var json = new Utf8JsonWriter(writer);
        JsonSerializer.Serialize(json, value);
    }

    internal static T ReadValue(ReadOnlyMemory<byte> bytes) => JsonSerializer.Deserialize<T>(bytes.Span)!;

    internal override void Write(IBufferWriter<byte> writer, object? value) => Write(writer, (T)value!);

    internal override object? ResultOf(Task task) => ((Task<T>)task).GetAwaiter().GetResult();

    internal override object? Read(ReadOnlyMemory<byte> bytes) => ReadValue(bytes);
}
