using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiprocessing.Scenarios;

/// <summary>A message of 64 bytes that has its number at both ends.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Message64
{
    internal long First;
    internal Filling Between;
    internal long Last;

    [InlineArray(6)]
    internal struct Filling
    {
        private long _first;
    }

    internal static Message64 Of(long number) => new() { First = number, Last = number };
}
