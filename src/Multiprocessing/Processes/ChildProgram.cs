using System.ComponentModel;
using Multiprocessing.Processes;

namespace Multiprocessing;

/// <summary>For generated code alone: how a program that was compiled ahead of time is entered in a child. The source generator of the package calls it from a module initializer.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ChildProgram
{
    /// <summary>Whether the generated code is in this program and ran, so that it will in a child.</summary>
    internal static bool IsEntered { get; private set; }

    /// <summary>Keeps the code for arguments and results of a type in the program.</summary>
    /// <typeparam name="T">The type.</typeparam>
    public static void Know<T>() => ArgumentCodec.Know<T>();

    /// <summary>In a child: runs the entry point that the parent sends, and ends the process. Elsewhere: nothing.</summary>
    public static void RunIfChild()
    {
        // A program compiled just in time is entered otherwise: here, every thread of the child would wait for this initializer to return.
        if (System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported) return;
        IsEntered = true;
        ChildEntry.RunIfChild();
    }
}
