namespace Multiprocessing.Managers.Calling;

/// <summary>The result of a member that has none.</summary>
internal readonly struct Nothing;
