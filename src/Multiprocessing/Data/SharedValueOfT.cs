using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Serialization;

namespace Multiprocessing;

/// <summary>One plain value in shared memory, changed in place by every process that has it open.</summary>
/// <typeparam name="T">Any unmanaged type without pointers, native integers and automatic layout; structs too.</typeparam>
/// <remarks>
/// <para><b>Threads.</b> Every member may be called by any thread. Numbers of 4 and 8 bytes have atomic members: see <see cref="SharedValueAtomics"/>. Other access
/// is plain: <c>value.Value++</c> of two processes at a time may count once, and a struct above 8 bytes may be seen half written. A struct that must
/// never be seen so is a <c>GuardedValue</c>. Dispose the value when no thread of the process uses it any more.</para>
/// <para><b>Processes.</b> A process that is killed leaves the value as it wrote it. The memory lives while any process has the value open and, if it has a name,
/// until the name is removed.</para>
/// <para><b>Cost.</b> A load or store or an atomic instruction; no system call, no allocation. Each value takes 4 KiB.</para>
/// <para>Source: CPython's <c>multiprocessing.RawValue</c>.</para>
/// </remarks>
/// <example>
/// <code>
/// using var hits = SharedValue.CreateOrOpen&lt;long&gt;("hits");
/// hits.Add(1);                       // atomic
/// hits.Value = 0;                    // plain
/// ref long place = ref hits.Value;
/// </code>
/// </example>
public sealed partial class SharedValue<T> : IDisposable
    where T : unmanaged
{
    private readonly Segment _segment;
    private readonly SharedRef<T> _value;
    private int _disposed;

    internal SharedValue(Segment segment)
    {
        _segment = segment;
        try
        {
            int size = ElementType.Of<T>().Size;
            if (segment.BodySize != size) throw segment.Corrupt($"its header tells a body of {segment.BodySize} bytes for a value of {size}");
            _value = segment.Body<T>();
        }
        catch
        {
            segment.Release();
            throw;
        }
    }

    /// <summary>The name it was made with; null when it is anonymous.</summary>
    public string? Name => _segment.UserName;

    /// <summary>The value itself, by reference: read it, assign to it, take its address for <see cref="Interlocked"/> and <see cref="Volatile"/>.</summary>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    public ref T Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (_disposed != 0) ThrowDisposed();
            return ref _value.Value;
        }
    }

    internal static SegmentContent Content
    {
        get
        {
            ElementType element = ElementType.Of<T>();
            return new SegmentContent(SegmentKind.Value, element.Name, element.Size, element.Fingerprint, 1, element.Size);
        }
    }

    /// <summary>Closes this process's handle. The value stays for others; an anonymous one goes with its last user. Doing it twice does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0) _segment.Release();
    }

    /// <summary>Tells name, type and value. Never waits.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => _disposed != 0
        ? $"value '{_segment.Name}' of {ElementType.Of<T>().Name} (closed)"
        : $"value '{_segment.Name}' of {ElementType.Of<T>().Name}: {_value.Value}";

    [DoesNotReturn]
    private void ThrowDisposed() => throw new ObjectDisposedException(nameof(SharedValue<>), $"value '{_segment.Name}' was closed by Dispose.");
}
