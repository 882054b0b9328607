namespace Multiprocessing.Managers;

/// <summary>A failure as it travels: names and text, never an object.</summary>
/// <param name="Kind">What failed.</param>
/// <param name="Type">The full name of the exception's type; empty where the machinery failed.</param>
/// <param name="Message">What it says.</param>
/// <param name="Stack">Its stack, as text.</param>
/// <param name="Detail">An argument's name, or what the other end knows, one a line.</param>
/// <param name="Data">The exception's data: keys and values that are texts, in turn.</param>
internal sealed record RemoteFailure(FailureKind Kind, string Type, string Message, string Stack, string Detail, string[] Data)
{
    private const int TextMax = 64 * 1024;

    internal static RemoteFailure Cancelled { get; } = new(FailureKind.Cancelled, "", "", "", "", []);

    /// <summary>Cancelled before the member began.</summary>
    internal static RemoteFailure NotBegun { get; } = new(FailureKind.Cancelled, "", "It had not begun.", "", "", []);

    internal static RemoteFailure Of(Exception error, FailureKind kind = FailureKind.Thrown) => new(
        kind,
        error.GetType().FullName ?? error.GetType().Name,
        Cut(error is ArgumentException argument ? WithoutParameter(argument) : error.Message),
        Cut(error.InnerException is null ? error.StackTrace ?? "" : $"{error.StackTrace}{Environment.NewLine} ---> {error.InnerException}"),
        error is ArgumentException { ParamName: { } name } ? name : "",
        DataOf(error));

    /// <summary>A call that the client's key does not grant.</summary>
    internal static RemoteFailure Denied(string keyName, AccessRights granted, AccessRights needed, string member) =>
        new(FailureKind.Denied, "", $"key '{keyName}' grants {granted}, and this needs {needed}", "", member, [keyName, Number(granted), Number(needed)]);

    internal static RemoteFailure Read(CallReader reader, FailureKind kind)
    {
        var failure = new RemoteFailure(kind, Text(reader), Text(reader), Text(reader), Text(reader), [.. ReadData(reader)]);
        reader.End();
        return failure;
    }

    internal void Write(CallWriter writer)
    {
        writer.Write(Type);
        writer.Write(Message);
        writer.Write(Stack);
        writer.Write(Detail);
        writer.Write(Data.Length);
        foreach (string text in Data) writer.Write(text);
    }

    private static IEnumerable<string> ReadData(CallReader reader)
    {
        int count = reader.Read<int>();
        for (int i = 0; i < count; i++) yield return Text(reader);
    }

    private static string Number(AccessRights rights) => ((int)rights).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(CallReader reader) => reader.Read<string?>() ?? "";

    private static string Cut(string text) => text.Length <= TextMax ? text : text[..TextMax] + " …";

    // The message of an ArgumentException ends with the parameter's name, which the new one adds again.
    private static string WithoutParameter(ArgumentException error)
    {
        int at = error.ParamName is null ? -1 : error.Message.LastIndexOf($" (Parameter '{error.ParamName}')", StringComparison.Ordinal);
        return at < 0 ? error.Message : error.Message[..at];
    }

    private static string[] DataOf(Exception error)
    {
        var texts = new List<string>();
        foreach (System.Collections.DictionaryEntry entry in error.Data)
        {
            if (entry is { Key: string key, Value: string or ValueType } && texts.Count < 64) texts.AddRange([key, Cut(Convert.ToString(entry.Value, System.Globalization.CultureInfo.InvariantCulture) ?? "")]);
        }

        return [.. texts];
    }
}
