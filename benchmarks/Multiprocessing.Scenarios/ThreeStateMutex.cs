using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiprocessing.Scenarios;

/// <summary>The rival in C#: Drepper's three-state futex mutex, without owner, death or timeout.</summary>
internal readonly unsafe partial struct ThreeStateMutex(ref long line)
{
    private readonly int* _word = (int*)Unsafe.AsPointer(ref line);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Enter()
    {
        if (Interlocked.CompareExchange(ref *_word, 1, 0) != 0) EnterSlow();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Exit()
    {
        if (Interlocked.Exchange(ref *_word, 0) == 2) Call(Number, _word, 1, 1, 0, 0, 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EnterSlow()
    {
        while (Interlocked.Exchange(ref *_word, 2) != 0) Call(Number, _word, 0, 2, 0, 0, 0);
    }

    private static nint Number => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 98 : 202;

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint Call(nint number, int* address, nint operation, nint value, nint timeout, nint address2, nint value3);
}
