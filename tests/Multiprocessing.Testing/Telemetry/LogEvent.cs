using Microsoft.Extensions.Logging;

namespace Multiprocessing.Testing;

/// <summary>One event of a log.</summary>
internal sealed record LogEvent(int Id, string Name, LogLevel Level, string Category, string Message, Exception? Error);
