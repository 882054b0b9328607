using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using WordCount;

if (Options.Parse(args, out string error) is not { } options)
{
    Console.Error.WriteLine(error);
    Console.Error.WriteLine(Options.Usage);
    return 2;
}

IReadOnlyList<FileInfo> files;
try
{
    files = options.Files();
}
catch (DirectoryNotFoundException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

long bytes = files.Sum(static file => file.Length);
Console.WriteLine($"{files.Count} files, {bytes >> 20} MB" + (options.Repeat > 1 ? $", {options.Repeat} times" : "") + $"; {options.Workers} workers");

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl-C ends the workers and the run in order; a second one ends this process at once.
    pressed.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};

ICount parallel = options.Manager ? new ManagerCount(options, files) : new ParallelCount(options, files);
try
{
    await parallel.RunAsync(stop.Token);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.WriteLine("Stopped.");
    return 130;
}

long start = Stopwatch.GetTimestamp();
var single = new WordCounts();
for (int round = 0; round < options.Repeat; round++)
    foreach (FileInfo file in files)
    {
        if (stop.IsCancellationRequested) return 130;
        single.AddFile(file.FullName);
    }

TimeSpan singleElapsed = Stopwatch.GetElapsedTime(start);
bool equal = parallel.Counts.SameAs(single) && parallel.Files == files.Count * options.Repeat;
Print(options, parallel, singleElapsed, equal);
return equal ? 0 : 1;

static void Print(Options options, ICount parallel, TimeSpan singleElapsed, bool equal)
{
    var culture = CultureInfo.InvariantCulture;
    KeyValuePair<string, long>[] top = [.. parallel.Counts.Top(options.Top)];
    var table = new Table().AddColumn("word").AddColumn(new TableColumn("count").RightAligned());
    foreach ((string word, long count) in top) table.AddRow(Markup.Escape(word), count.ToString("N0", culture));
    AnsiConsole.Write(table);
    Console.WriteLine(string.Create(culture, $"{parallel.Files:N0} files, {parallel.Counts.Total:N0} words, {parallel.Counts.Counts.Count:N0} distinct; {parallel.Killed} workers killed"));
    Console.WriteLine(string.Create(culture, $"{options.Workers} workers: {parallel.Elapsed.TotalSeconds:0.00} s; single process: {singleElapsed.TotalSeconds:0.00} s; {singleElapsed / parallel.Elapsed:0.00} times as fast"));
    Console.WriteLine(equal ? "The counts of both are equal." : "THE COUNTS DIFFER.");
    if (!options.Json) return;
    Console.WriteLine(JsonSerializer.Serialize(new
    {
        files = parallel.Files,
        words = parallel.Counts.Total,
        distinct = parallel.Counts.Counts.Count,
        top = top.Select(static entry => new { word = entry.Key, count = entry.Value }),
        workers = options.Workers,
        killed = parallel.Killed,
        seconds = Math.Round(parallel.Elapsed.TotalSeconds, 3),
        singleProcessSeconds = Math.Round(singleElapsed.TotalSeconds, 3),
        equal,
    }));
}
