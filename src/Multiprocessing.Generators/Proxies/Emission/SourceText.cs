using System.Text;

namespace Multiprocessing.Generators.Proxies.Emission;

/// <summary>Lines of C# with their indentation.</summary>
internal sealed class SourceText
{
    private readonly StringBuilder _text = new();
    private int _depth;

    internal void Line(string line = "") => _text.Append(line.Length == 0 ? "" : new string(' ', _depth * 4)).Append(line).Append('\n');

    /// <summary>A line and the block after it.</summary>
    internal void Block(string head, Action body, string end = "}")
    {
        Line(head);
        Line("{");
        _depth++;
        body();
        _depth--;
        Line(end);
    }

    public override string ToString() => _text.ToString();
}
