using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Multiprocessing.Platform.Interop.Linux;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Platform.Liveness;

/// <summary>
/// The kernel's robust list of one thread, with one entry: a word that the kernel marks (FUTEX_OWNER_DIED) and on which it wakes one sleeper when the
/// thread ends, however it ends.
/// </summary>
/// <remarks>
/// It replaces the list that the C library keeps for the thread, so the thread must never take a robust pthread mutex (.NET's named <see cref="Mutex"/> is
/// one). The memory is native and never freed: the kernel reads it when the thread is already gone. Source: man get_robust_list(2),
/// Documentation/locking/robust-futex-ABI in the kernel.
/// </remarks>
internal sealed unsafe class RobustList
{
    private readonly SharedRef<Layout> _list = SharedRef<Layout>.Allocate();

    /// <summary>Registers the word with the kernel, for the calling thread. False where the kernel refuses: then only rechecks find the death.</summary>
    internal bool Register(ref uint word)
    {
        ref Layout list = ref _list.Value;
        nint head = (nint)Unsafe.AsPointer(ref list);
        nint entry = head + EntryOffset;
        list.FutexOffset = (nint)Unsafe.AsPointer(ref word) - entry;
        list.Pending = 0;
        list.EntryNext = head;
        list.First = entry;
        return LinuxLibc.syscall(LinuxLibc.SYS_set_robust_list, head, HeadSize, 0, 0, 0, 0) == 0;
    }

    /// <summary>Takes the word off the list: the end of the thread is nothing to tell any more. From any thread.</summary>
    internal void Clear()
    {
        ref Layout list = ref _list.Value;
        Volatile.Write(ref list.First, (nint)Unsafe.AsPointer(ref list));
    }

    private const int HeadSize = 24;
    private const int EntryOffset = 24;

    /// <summary>Layout: <c>struct robust_list_head</c> (first 0, offset from an entry to its word 8, pending 16), then the entry (next 24).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 32)]
    private struct Layout
    {
        [FieldOffset(0)] internal nint First;
        [FieldOffset(8)] internal nint FutexOffset;
        [FieldOffset(16)] internal nint Pending;
        [FieldOffset(24)] internal nint EntryNext;
    }
}
