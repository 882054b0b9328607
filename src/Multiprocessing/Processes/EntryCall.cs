using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Connections;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;

namespace Multiprocessing.Processes;

/// <summary>An entry point and its arguments, ready to be sent to a child, once or (a restart, a group) several times.</summary>
/// <remarks>
/// Shared objects among the arguments are kept open here until no child needs the call any more, so that the caller may close its own at once. Each child and group that may yet
/// send the call is a user of it.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The last user to go disposes the loans.")]
internal sealed class EntryCall
{
    private readonly LoanScope _loans = new();
    private int _users;

    private readonly List<(TypeReference Type, ReadOnlyMemory<byte> Bytes)> _arguments = [];

    private EntryCall(EntryPoint entry, bool takesToken)
    {
        Entry = entry;
        TakesToken = takesToken;
    }

    internal EntryPoint Entry { get; }

    /// <summary>Whether the last parameter is a token that the child supplies.</summary>
    internal bool TakesToken { get; }

    internal static EntryCall Of(Delegate entry) => Of(entry, takesToken: false);

    internal static EntryCall OfStoppable(Delegate entry) => Of(entry, takesToken: true);

    /// <summary>A call that this process makes to itself.</summary>
    internal static EntryCall ForRehearsal(Delegate entry) => new(EntryPoint.Of(entry), takesToken: false);

    /// <summary>Adds an argument; it is written now, so what happens to the object later does not matter.</summary>
    internal EntryCall With<T>(T argument)
    {
        if (typeof(T) == typeof(CancellationToken)) throw Errors.CancellationTokenIsNoArgument();
        var buffer = new ArrayBufferWriter<byte>();
        try
        {
            ArgumentCodec<T>.Write(buffer, argument, _loans);
        }
        catch
        {
            _loans.Dispose();
            throw;
        }

        _arguments.Add((TypeReference.Of(typeof(T)), buffer.WrittenMemory));
        return this;
    }

    /// <summary>First of all it must be possible to enter a child at all: what else is wrong does not matter then.</summary>
    private static EntryCall Of(Delegate entry, bool takesToken)
    {
        ProgramCommand.ThrowIfNoChildren();
        return new EntryCall(EntryPoint.Of(entry), takesToken);
    }

    internal void AddUser() => Interlocked.Increment(ref _users);

    /// <summary>Pairs with one <see cref="AddUser"/>.</summary>
    internal void RemoveUser()
    {
        if (Interlocked.Decrement(ref _users) == 0) _loans.Dispose();
    }

    /// <param name="carrier">What carries shared objects in the result; null when none can be in it.</param>
    internal void Send(PolledChannel channel, string name, Type? resultType, ResultCarrier? carrier)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(name);
        writer.Write(TakesToken);
        writer.Write(resultType is not null);
        if (resultType is not null) TypeReference.Of(resultType).Write(writer);
        writer.Write(carrier?.Handle ?? "");
        Entry.Write(writer);
        TypeReference.WriteAll(writer, [.. _arguments.Select(static argument => argument.Type)]);
        channel.Send((uint)ChildFrame.Run, stream.ToArray());
        foreach (var (_, bytes) in _arguments) channel.Send((uint)ChildFrame.Argument, bytes);
    }

    /// <summary>A use for the time of a method, in which the call may come to have other users, or none.</summary>
    internal Use BeginUse()
    {
        AddUser();
        return new Use(this);
    }

    internal readonly struct Use(EntryCall call) : IDisposable
    {
        public void Dispose() => call.RemoveUser();
    }
}
