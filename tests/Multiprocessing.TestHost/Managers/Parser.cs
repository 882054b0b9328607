namespace Multiprocessing.TestHost.Managers;

/// <summary>A delegate type of the user's own.</summary>
internal delegate bool Parser(string text, out int number);
