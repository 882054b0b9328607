using System.Runtime.CompilerServices;
using Multiprocessing.Memory;

namespace Multiprocessing.Synchronization;

/// <summary>
/// What this process knows of its holds of one recursive lock, through however many objects: the numbers of the scopes of the present hold, outermost first, and
/// which asynchronous flow the code runs in.
/// </summary>
/// <remarks>
/// A thread's number is its own for life. A flow gets a new number at each outermost <c>EnterAsync</c>, in the context of the caller: what that code calls and
/// awaits has it too, and so have the tasks it starts before it leaves; what it started before has not.
/// </remarks>
internal sealed class RecursiveHolds
{
    private const int NumberBits = 34;
    private const ulong ThreadBit = 1;

    private static readonly ConditionalWeakTable<Segment, RecursiveHolds> s_all = [];
    private static ulong s_lastNumber;

    [ThreadStatic]
    private static ulong t_thread;

    private readonly List<ulong> _scopes = [];
    private readonly AsyncLocal<ulong> _flow = new();
    private readonly ulong _process;
    private ulong _lastScope;

    private RecursiveHolds(Segment segment) => _process = (ulong)segment.Domain.Me << NumberBits;

    /// <summary>Guards the scopes and the count of the lock against threads of one flow.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>The token of the calling thread.</summary>
    internal ulong Thread
    {
        get
        {
            if (t_thread == 0) t_thread = NewNumber() | ThreadBit;
            return _process | t_thread;
        }
    }

    /// <summary>The token of the flow the caller runs in; 0 when it has none.</summary>
    internal ulong Flow => _flow.Value;

    internal static RecursiveHolds Of(Segment segment) => s_all.GetValue(segment, static key => new RecursiveHolds(key));

    /// <summary>Whether a token is a thread's, and not a flow's.</summary>
    internal static bool IsThread(ulong token) => (token & ThreadBit) != 0;

    /// <summary>Makes the caller's flow a new one. Must be called in the user's own context, outside any async method of the library.</summary>
    internal ulong BeginFlow() => _flow.Value = _process | NewNumber();

    /// <summary>Numbers a scope, under the gate.</summary>
    internal ulong Push()
    {
        _scopes.Add(++_lastScope);
        return _lastScope;
    }

    /// <summary>Ends a scope, under the gate. False: it has ended already.</summary>
    internal bool TryPop(ulong scope)
    {
        int index = _scopes.LastIndexOf(scope);
        if (index < 0) return false;
        _scopes.RemoveAt(index);
        return true;
    }

    internal bool IsLive(ulong scope)
    {
        lock (Gate) return _scopes.Contains(scope);
    }

    /// <summary>Takes all scopes out, for the time that a condition waits.</summary>
    internal ulong[] TakeAll()
    {
        lock (Gate)
        {
            ulong[] scopes = [.. _scopes];
            _scopes.Clear();
            return scopes;
        }
    }

    internal void PutBack(ulong[] scopes)
    {
        lock (Gate) _scopes.AddRange(scopes);
    }

    // Even: the lowest bit tells threads from flows.
    private static ulong NewNumber() => (Interlocked.Increment(ref s_lastNumber) << 1) & ((1UL << NumberBits) - 1);
}
