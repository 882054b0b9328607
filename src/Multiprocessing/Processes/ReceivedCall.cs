using System.Buffers;
using System.Reflection;
using System.Runtime.CompilerServices;
using Multiprocessing.Connections;
using Multiprocessing.Memory;

namespace Multiprocessing.Processes;

/// <summary>The child's side of <see cref="EntryCall"/>: the method found, the arguments read.</summary>
internal sealed class ReceivedCall
{
    private readonly EntryPoint _entry;
    private readonly TypeReference? _resultType;
    private readonly string _carrierHandle;
    private readonly TypeReference[] _argumentTypes;
    private readonly byte[][] _arguments;

    private ReceivedCall(string name, bool takesToken, TypeReference? resultType, string carrierHandle, EntryPoint entry, TypeReference[] argumentTypes)
    {
        Name = name;
        TakesToken = takesToken;
        _resultType = resultType;
        _carrierHandle = carrierHandle;
        _entry = entry;
        _argumentTypes = argumentTypes;
        _arguments = new byte[argumentTypes.Length][];
    }

    internal readonly string Name;
    internal readonly bool TakesToken;

    internal bool HasResult => _resultType is not null;

    /// <summary>Reads the call from its frame and its arguments from the channel; null when the parent ended meanwhile.</summary>
    internal static ReceivedCall? Receive(Frame run, BlockingChannel channel)
    {
        var reader = new PayloadReader(run.Payload);
        string name = reader.ReadString();
        bool takesToken = reader.ReadBoolean();
        TypeReference? resultType = reader.ReadBoolean() ? TypeReference.Read(reader) : null;
        string carrier = reader.ReadString();
        EntryPoint entry = EntryPoint.Read(reader);
        TypeReference[] types = TypeReference.ReadAll(reader);
        var call = new ReceivedCall(name, takesToken, resultType, carrier, entry, types);
        for (int i = 0; i < types.Length; i++)
        {
            if (channel.Receive() is not { Kind: (uint)ChildFrame.Argument } frame) return null;
            call._arguments[i] = frame.Payload;
        }

        return call;
    }

    /// <summary>Finds the method and makes the arguments. What this throws is the child's failure, and reaches the parent as such.</summary>
    internal Func<object?> Prepare(CancellationToken token)
    {
        MethodInfo method = _entry.Resolve();
        // A module initializer may set the default serializer, which the arguments were written with.
        if (Assembly.GetEntryAssembly() is { } program) RuntimeHelpers.RunModuleConstructor(program.ManifestModule.ModuleHandle);
        RuntimeHelpers.RunModuleConstructor(method.Module.ModuleHandle);
        using LoanScope? scope = _arguments.Length == 0 ? null : new LoanScope();
        object?[] values = new object?[_arguments.Length + (TakesToken ? 1 : 0)];
        for (int i = 0; i < _arguments.Length; i++) values[i] = _argumentTypes[i].Codec().Read(_arguments[i], scope!);
        if (TakesToken) values[^1] = token;
        object? target = EntryPoint.TargetOf(method);
        return () => method.Invoke(target, BindingFlags.DoNotWrapExceptions, binder: null, values, culture: null);
    }

    /// <summary>Writes what the method returned, or what its task gives.</summary>
    internal void WriteResult(IBufferWriter<byte> writer, object? result)
    {
        ArgumentCodec codec = _resultType!.Codec();
        if (result is Task finished) result = codec.ResultOf(finished);
        using ResultCarrier? carrier = _carrierHandle.Length > 0 ? ResultCarrier.Open(_carrierHandle) : null;
        using TransferScope scope = carrier?.Scope() ?? TransferScope.None;
        codec.Write(writer, result, scope);
        scope.Commit();
    }
}
