namespace Multiprocessing.Processes;

/// <summary>How a child of this program comes to this library instead of Main.</summary>
internal enum EntryWay
{
    /// <summary>By <see cref="ChildMain"/>: the .NET host starts the library in the program's place.</summary>
    Main = 0,

    /// <summary>By a startup hook.</summary>
    Hook = 1,

    /// <summary>By the code that the source generator wrote into a program compiled ahead of time (<see cref="ChildProgram"/>).</summary>
    Generated = 2,
}
