using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Data;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Serialization;

namespace Multiprocessing;

/// <summary>One value in shared memory that nobody ever sees half changed, whoever is killed and whatever throws.</summary>
/// <typeparam name="T">Any unmanaged type without pointers, native integers and automatic layout: usually a struct.</typeparam>
/// <remarks>
/// <para><b>Threads.</b> Every member may be called by any thread. Updates come one after the other; reading never waits for them, nor do they for readers. An
/// update from within an update of the same value is a <see cref="LockRecursionException"/>.</para>
/// <para><b>Processes.</b> An update takes effect as a whole, at one instant, or not at all: when its process dies, or when it throws, the old value stays, and
/// the next updater goes on within milliseconds. A process that is stopped inside an update holds up other updates, and no reader.</para>
/// <para><b>Cost.</b> Reading: a copy of the value and two loads. An update: a copy of the value, and an uncontended lock (see <see cref="InterprocessLock"/>). No system
/// call unless somebody waits, and no allocation where the delegate is static. It takes 4 KiB, or twice its size when that is more.</para>
/// <para>Source: CPython's <c>multiprocessing.Value</c>, whose <c>value += 1</c> is not atomic, and whose lock stays locked when its holder is killed.</para>
/// </remarks>
/// <example>
/// <code>
/// using var stats = GuardedValue.CreateOrOpen&lt;Stats&gt;("stats");
/// stats.Update(static (ref s, n) =&gt; s.Count += n, 3);
/// Stats now = stats.Value;
/// </code>
/// </example>
public sealed partial class GuardedValue<T> : IDisposable
    where T : unmanaged
{
    /// <summary>So often no reader is overtaken; only a peer that writes where it should not makes it so.</summary>
    private const int ReadAttemptsMax = 1 << 20;

    private const int Idle = 0;
    private const int Updating = 1;
    private const int UpdatingDisposed = 2;
    private const int Disposed = 3;

    private readonly Segment _segment;
    private readonly InterprocessLock _gate;
    private readonly SharedRef<GuardedState> _state;
    private readonly SharedRef<T> _copy0;
    private readonly SharedRef<T> _copy1;
    private LiveMemory _memory;

    // One of the values below. An update that runs keeps the segment open, since it would else go on writing when its lock was left.
    private int _use;

    internal GuardedValue(Segment segment)
    {
        _segment = segment;
        try
        {
            int size = ElementType.Of<T>().Size;
            if (segment.BodySize != GuardedState.BodySize(size))
                throw segment.Corrupt($"its header tells a body of {segment.BodySize} bytes for a value of {size}, which takes {GuardedState.BodySize(size)}");
            _state = segment.Body<GuardedState>();
            _copy0 = segment.Body<T>(GuardedState.Size);
            _copy1 = segment.Body<T>(GuardedState.Size + GuardedState.Stride(size));
            _memory = segment.Memory;
            _gate = new InterprocessLock(segment.AddUse(), kind: "guarded value");
        }
        catch
        {
            segment.Release();
            throw;
        }
    }

    /// <summary>The name it was made with; null when it is anonymous.</summary>
    public string? Name => _segment.UserName;

    /// <summary>The value as the last finished update left it: a copy. Never waits for an update.</summary>
    /// <exception cref="ObjectDisposedException">The guarded value was disposed.</exception>
    /// <exception cref="SegmentCorruptException">A process wrote where it should not have.</exception>
    public T Value
    {
        get
        {
            T value = default;
            for (int attempt = 0; attempt < ReadAttemptsMax; attempt++)
            {
                if (_use >= UpdatingDisposed) ThrowDisposed();
                bool isWhole = GuardedCopies.TryRead(ref _memory, ref _state.Value, RawBytes.Of(ref _copy0.Value), RawBytes.Of(ref _copy1.Value), RawBytes.Of(ref value));
                // Dispose puts other pages in the place of these: what was read meanwhile may be of both.
                if (isWhole && Volatile.Read(ref _use) < UpdatingDisposed) return value;
                _memory.Pause(1);
            }

            throw _segment.Corrupt("its version does not stand still");
        }
    }

    /// <summary>
    /// Closes this process's handle. The value stays for others; an anonymous one goes with its last user. An update that another thread is in is finished. Doing it
    /// twice does nothing.
    /// </summary>
    public void Dispose()
    {
        while (true)
        {
            int use = Interlocked.CompareExchange(ref _use, Disposed, Idle);
            if (use == Idle) Close();
            if (use != Updating || Interlocked.CompareExchange(ref _use, UpdatingDisposed, Updating) == Updating) return;
        }
    }

    /// <summary>Tells name, type and value, and who is updating it now. Never waits.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => _use >= UpdatingDisposed
        ? $"guarded value '{_segment.Name}' of {ElementType.Of<T>().Name} (closed)"
        : $"{_gate} of {ElementType.Of<T>().Name}: {Value}";

    internal static SegmentContent Content
    {
        get
        {
            ElementType element = ElementType.Of<T>();
            return new SegmentContent(SegmentKind.GuardedValue, element.Name, element.Size, element.Fingerprint, 1, GuardedState.BodySize(element.Size));
        }
    }

    internal static void Initialise(Segment segment, T initial) => segment.Body<T>(GuardedState.Size).Value = initial;

    private ulong ThisUpdater => ((ulong)_memory.Me << 32) | (uint)Environment.CurrentManagedThreadId;

    private bool TryRun<TCall>(ref TCall call, TimeSpan timeout, CancellationToken token)
        where TCall : struct, IGuardedCall<T>
    {
        if (!_gate.TryEnter(out LockScope scope))
        {
            ThrowIfUpdating();
            if (!_gate.TryEnter(timeout, out scope, token)) return false;
        }

        Run(ref call, scope);
        return true;
    }

    private void Run<TCall>(ref TCall call, TimeSpan timeout, CancellationToken token)
        where TCall : struct, IGuardedCall<T>
    {
        if (!_gate.TryEnter(out LockScope scope))
        {
            ThrowIfUpdating();
            scope = _gate.Enter(timeout, token);
        }

        Run(ref call, scope);
    }

    /// <summary>The update itself. When the call throws, the version stays as it is: so does the value, and the next update begins anew.</summary>
    private void Run<TCall>(ref TCall call, LockScope scope)
        where TCall : struct, IGuardedCall<T>
    {
        using (scope)
        {
            if (Interlocked.CompareExchange(ref _use, Updating, Idle) != Idle) ThrowDisposed();
            _state.Value.Updater = ThisUpdater;
            try
            {
                int work = GuardedCopies.Begin(ref _memory, ref _state.Value, RawBytes.Of(ref _copy0.Value), RawBytes.Of(ref _copy1.Value));
                call.Run(ref (work == 0 ? _copy0 : _copy1).Value);
                GuardedCopies.Commit(ref _memory, ref _state.Value);
            }
            finally
            {
                _state.Value.Updater = 0;
                if (Interlocked.CompareExchange(ref _use, Idle, Updating) == UpdatingDisposed) Close();
            }
        }
    }

    private void Close()
    {
        _gate.Dispose();
        _segment.Release();
    }

    /// <summary>Only this thread, in this process, writes its own number there, and takes it away before it leaves the lock.</summary>
    private void ThrowIfUpdating()
    {
        if (Volatile.Read(ref _state.Value.Updater) == ThisUpdater) throw Errors.UpdateRecursion(_segment.Name);
    }

    [DoesNotReturn]
    private void ThrowDisposed() => throw new ObjectDisposedException(nameof(GuardedValue<>), $"guarded value '{_segment.Name}' was closed by Dispose.");
}
