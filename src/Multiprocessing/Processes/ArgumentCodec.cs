using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Multiprocessing.Diagnostics;
using Multiprocessing.Serialization;

namespace Multiprocessing.Processes;

/// <summary>Writes and reads values of one type whose name, not the type, is known where it is called.</summary>
internal abstract class ArgumentCodec
{
    internal abstract void Write(IBufferWriter<byte> writer, object? value, TransferScope scope);

    internal abstract object? Read(ReadOnlyMemory<byte> bytes, TransferScope scope);

    /// <summary>The result of a finished task of this type.</summary>
    internal abstract object? ResultOf(Task task);

    /// <summary>The types that a program compiled ahead of time has code for; null in any other.</summary>
    private static Dictionary<Type, ArgumentCodec>? s_known;

    /// <summary>Called before Main, by one thread.</summary>
    internal static void Know<T>() => (s_known ??= [])[typeof(T)] = new ArgumentCodec<T>();

    internal static ArgumentCodec For(Type type) => s_known is not null && s_known.TryGetValue(type, out ArgumentCodec? known) ? known : Make(type);

    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor, typeof(ArgumentCodec<>))]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Values of types that the program does not know are refused; the shared code for classes is kept by the line below.")]
    private static ArgumentCodec Make(Type type)
    {
        if (!RuntimeFeature.IsDynamicCodeSupported && type.IsValueType) throw Errors.ArgumentCodeMissing(type);
        return type == typeof(object) ? new ArgumentCodec<object>() : (ArgumentCodec)Activator.CreateInstance(typeof(ArgumentCodec<>).MakeGenericType(type))!;
    }
}

/// <summary>An argument or result is a message of its type, after one byte that tells whether there is any: 0 is null, which not every type's message can be.</summary>
internal sealed class ArgumentCodec<T> : ArgumentCodec
{
    private const byte Null = 0;
    private const byte Value = 1;

    internal static void Write(IBufferWriter<byte> writer, T value, TransferScope scope)
    {
        MessageCodec<T> codec = MessageCodec<T>.Default;
        writer.Write([value is null ? Null : Value]);
        if (value is not null) codec.Write(writer, value, scope);
    }

    internal static T ReadValue(ReadOnlyMemory<byte> bytes, TransferScope scope)
    {
        if (bytes.Length == 0) throw Errors.MessageUnreadable(typeof(T), 0, "it is empty", null);
        return bytes.Span[0] == Null ? default! : MessageCodec<T>.Default.Read(new ReadOnlySequence<byte>(bytes[1..]), scope);
    }

    internal override void Write(IBufferWriter<byte> writer, object? value, TransferScope scope) => Write(writer, (T)value!, scope);

    internal override object? ResultOf(Task task) => ((Task<T>)task).GetAwaiter().GetResult();

    internal override object? Read(ReadOnlyMemory<byte> bytes, TransferScope scope) => ReadValue(bytes, scope);
}
