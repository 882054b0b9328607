// Writes the overloads that start children: ChildProcess.Start, ChildProcess.StartMany and WarmHosts.Start, for 0 to 4 arguments, with and without a
// result, synchronous and asynchronous, with and without a token. Run from the repository's root: dotnet run tools/StartOverloads.cs

const string Folder = "src/Multiprocessing/Processes";
const int ArgumentCountMax = 4;
string[] counts = ["no arguments", "one argument", "two arguments", "three arguments", "four arguments"];

for (int n = 0; n <= ArgumentCountMax; n++)
{
    Write(("ChildProcess", "Start", "Starts a child process that runs", true, true, false, true), n);
    Write(("ChildProcess", "StartMany", "Starts several child processes that each run", true, false, true, true), n);
    Write(("WarmHosts", "Start", "Runs, in a process that was started beforehand,", false, true, false, false), n);
}

void Write((string Type, string Method, string Summary, bool IsStatic, bool HasResults, bool HasCount, bool HasOptions) family, int n)
{
    var text = new List<string>();
    text.Add("using System.Runtime.CompilerServices;");
    text.Add("using Multiprocessing.Processes;");
    text.Add("");
    text.Add("namespace Multiprocessing;");
    text.Add("");
    text.Add($"/// <summary>{family.Method} with {counts[n]}. Written by tools/StartOverloads.cs.</summary>");
    text.Add($"public {(family.IsStatic ? "" : "sealed ")}partial class {family.Type}");
    text.Add("{");
    bool isFirst = true;
    foreach (bool takesToken in (bool[])[false, true])
    foreach (bool hasResult in (bool[])(family.HasResults ? [false, true] : [false]))
    foreach (bool isAsync in (bool[])[false, true])
    {
        if (!isFirst) text.Add("");
        isFirst = false;
        Method(text, family, n, takesToken, hasResult, isAsync);
    }

    text.Add("}");
    File.WriteAllText($"{Folder}/{family.Type}.{family.Method}.{n}.cs", string.Join('\n', text) + "\n");
}

static void Method(List<string> text, (string Type, string Method, string Summary, bool IsStatic, bool HasResults, bool HasCount, bool HasOptions) family, int n, bool takesToken, bool hasResult, bool isAsync)
{
    int[] numbers = [.. Enumerable.Range(1, n)];
    string result = hasResult ? "ChildProcess<TResult>" : family.HasCount ? "ChildGroup" : "ChildProcess";
    string[] types = [.. numbers.Select(i => $"T{i}"), .. hasResult ? (string[])["TResult"] : []];
    string generics = types.Length == 0 ? "" : $"<{string.Join(", ", types)}>";
    string[] inputs = [.. numbers.Select(i => $"T{i}"), .. takesToken ? (string[])["CancellationToken"] : []];
    string? output = (hasResult, isAsync) switch { (true, true) => "Task<TResult>", (true, false) => "TResult", (false, true) => "Task", _ => null };
    string[] parts = output is null ? inputs : [.. inputs, output];
    string entry = (output is null ? "Action" : "Func") + (parts.Length == 0 ? "" : $"<{string.Join(", ", parts)}>");
    string[] parameters =
    [
        .. family.HasCount ? (string[])["int count"] : [],
        $"[ChildEntryPoint] {entry} entry",
        .. numbers.Select(i => $"T{i} argument{i}"),
        .. family.HasOptions ? (string[])["ChildOptions? options = null"] : [],
    ];

    string kind = (isAsync ? "an asynchronous method" : "a method") + (hasResult ? " with a result" : "") + (takesToken ? " that can be stopped" : "");
    text.Add($"    /// <summary>{family.Summary} {kind}.</summary>");
    foreach (int i in numbers) text.Add($"    /// <typeparam name=\"T{i}\">The type of argument {i}.</typeparam>");
    if (hasResult) text.Add("    /// <typeparam name=\"TResult\">The type of the result.</typeparam>");
    if (family.HasCount) text.Add("    /// <param name=\"count\">How many, 1 or more.</param>");
    text.Add("    /// <param name=\"entry\">A static method or a lambda that captures nothing"
        + (takesToken ? "; its last parameter is a token that <see cref=\"ChildProcess.Terminate\"/> cancels.</param>" : ".</param>"));
    foreach (int i in numbers) text.Add($"    /// <param name=\"argument{i}\">Argument {i} of the entry point: any value that can be a message, or a shared object.</param>");
    if (family.HasOptions) text.Add("    /// <param name=\"options\">How the process is started and lives; null for the defaults.</param>");
    text.Add(family.HasCount
        ? "    /// <returns>The children. Disposing the group ends them.</returns>"
        : hasResult ? "    /// <returns>The child: await it for the result. Disposing it ends it.</returns>" : "    /// <returns>The child: await it for its end. Disposing it ends it.</returns>");
    text.Add("    /// <exception cref=\"ArgumentException\">The entry point captures variables or is no static method; an option is out of its range.</exception>");
    if (n > 0) text.Add("    /// <exception cref=\"NotSupportedException\">An argument's type cannot travel; or this program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>");
    else text.Add("    /// <exception cref=\"NotSupportedException\">This program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>");
    text.Add("    /// <exception cref=\"ChildProcessException\">The system refused to start the process.</exception>");
    if (takesToken) text.Add("    [OverloadResolutionPriority(1)]");
    text.Add($"    public {(family.IsStatic ? "static " : "")}{result} {family.Method}{generics}({string.Join(", ", parameters)}) =>");
    string call = $"EntryCall.{(takesToken ? "OfStoppable" : "Of")}(entry){string.Concat(numbers.Select(i => $".With(argument{i})"))}";
    string begin = family.HasCount ? "BeginMany" : hasResult ? "Begin<TResult>" : "Begin";
    text.Add($"        {begin}({(family.HasCount ? "count, " : "")}{call}{(family.HasOptions ? ", options" : "")});");
}
