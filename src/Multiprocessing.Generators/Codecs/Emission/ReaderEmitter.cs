using Microsoft.CodeAnalysis.CSharp;
using Multiprocessing.Generators.Codecs.Models;
using Multiprocessing.Generators.Proxies.Emission;

namespace Multiprocessing.Generators.Codecs.Emission;

/// <summary>Writes the method that reads values of a type.</summary>
internal static class ReaderEmitter
{
    internal static void Emit(SourceText source, TypeModel type) =>
        source.Block($"private static void Read(ref PackReader reader, out {type.Type} value)", () =>
        {
            if (type.IsReference || type.Form == TypeForm.Nullable)
            {
                source.Line("value = null;");
                source.Line("if (reader.TryReadNull()) return;");
            }

            switch (type.Form)
            {
                case TypeForm.Object or TypeForm.Tuple:
                    EmitObject(source, type);
                    break;
                case TypeForm.Nullable:
                    source.Line(ReadOf(type.Element!, "inner"));
                    source.Line($"value = {UseOf(type.Element!, "inner")};");
                    break;
                case TypeForm.Union:
                    EmitUnion(source, type);
                    break;
                case TypeForm.Dictionary:
                    EmitDictionary(source, type);
                    break;
                case TypeForm.Array or TypeForm.Immutable:
                    EmitArray(source, type);
                    break;
                default:
                    EmitCollection(source, type);
                    break;
            }
        });

    private static string ReadOf(ValueModel value, string local) => value.Form switch
    {
        ValueForm.Number => $"reader.Read(out {value.Number} {local});",
        ValueForm.Plain => $"reader.ReadPlain(out {value.Type} {local});",
        ValueForm.Shared => $"reader.ReadShared(out {value.Type} {local});",
        ValueForm.Generated => $"Read(ref reader, out {value.Type} {local});",
        _ => $"reader.Read(out {value.Type} {local});",
    };

    private static string UseOf(ValueModel value, string local) => value.Form == ValueForm.Number ? $"({value.Type}){local}" : local;

    private static void EmitObject(SourceText source, TypeModel type)
    {
        string[] locals = LocalsOf(type);
        source.Line($"reader.BeginObject({type.Members.Count});");
        for (int i = 0; i < locals.Length; i++)
            source.Line(type.Members[i].Name is null ? "reader.TryReadNull();" : ReadOf(type.Members[i].Value!, locals[i]));
        source.Line("reader.End();");
        (MemberModel Member, string Use)[] all = [.. type.Members.Select((member, i) => (member, member.Value is { } value ? UseOf(value, locals[i]) : ""))];
        string arguments = string.Join(", ", all.Where(static one => one.Member.Parameter >= 0).OrderBy(static one => one.Member.Parameter).Select(static one => one.Use));
        string[] set = [.. all.Where(static one => one.Member is { Name: not null, Back: MemberBack.BySetter }).Select(static one => $"{one.Member.Name} = {one.Use}")];
        string made = type.Form == TypeForm.Tuple && type.Members.Count > 1 ? $"({arguments})" : $"new {type.Type}({arguments})";
        source.Line($"value = {made}{(set.Length == 0 ? "" : $" {{ {string.Join(", ", set)} }}")};");
        for (int i = 0; i < locals.Length; i++)
        {
            if (type.Members[i] is not { Name: { } name, Back: MemberBack.ByFilling, Value.Type: { } filled }) continue;
            string add = filled.Contains("Dictionary<") ? $"value.{name}[item.Key] = item.Value;" : filled.StartsWith("global::System.Collections.Generic.Queue<", StringComparison.Ordinal)
                ? $"value.{name}.Enqueue(item);" : filled.StartsWith("global::System.Collections.Generic.LinkedList<", StringComparison.Ordinal) ? $"value.{name}.AddLast(item);" : $"value.{name}.Add(item);";
            source.Line($"if ({locals[i]} is not null) foreach (var item in {locals[i]}) {add}");
        }
    }

    /// <summary>The members' names as those of variables; one that is taken gets the number of its place.</summary>
    private static string[] LocalsOf(TypeModel type)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal) { "value", "reader", "item" };
        var locals = new string[type.Members.Count];
        for (int i = 0; i < locals.Length; i++)
        {
            string name = (type.Members[i].Name ?? "").TrimStart('@');
            string local = name.Length == 0 ? "" : char.ToLowerInvariant(name[0]) + name.Substring(1);
            if (!taken.Add(local)) local += "At" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
            locals[i] = SyntaxFacts.GetKeywordKind(local) == SyntaxKind.None ? local : "@" + local;
        }

        return locals;
    }

    private static void EmitArray(SourceText source, TypeModel type)
    {
        string element = type.Element!.Type;
        // The length of an array of arrays stands in the first brackets.
        int brackets = element.IndexOf("[]", StringComparison.Ordinal) is var at && element.EndsWith("[]", StringComparison.Ordinal) ? FirstOfTail(element) : element.Length;
        source.Line($"{element}[] items = new {element.Substring(0, brackets)}[reader.BeginCollection()]{element.Substring(brackets)};");
        source.Block("for (int i = 0; i < items.Length; i++)", () =>
        {
            source.Line(ReadOf(type.Element, "item"));
            source.Line($"items[i] = {UseOf(type.Element, "item")};");
        });
        source.Line("reader.End();");
        source.Line(type.Form == TypeForm.Array ? "value = items;" : $"value = {type.Made}.Create<{element}>(items);");
    }

    private static int FirstOfTail(string element)
    {
        int at = element.Length;
        while (at >= 2 && element[at - 1] == ']' && element.LastIndexOf('[', at - 1) is var open && open >= 0) at = open;
        return at;
    }

    private static void EmitCollection(SourceText source, TypeModel type)
    {
        source.Line("int count = reader.BeginCollection();");
        source.Line($"var items = new {type.Made}({(type.TakesCapacity ? "count" : "")});");
        source.Block("for (int i = 0; i < count; i++)", () =>
        {
            source.Line(ReadOf(type.Element!, "item"));
            source.Line($"items.{type.Add}({UseOf(type.Element!, "item")});");
        });
        source.Line("reader.End();");
        source.Line("value = items;");
    }

    private static void EmitDictionary(SourceText source, TypeModel type)
    {
        source.Line("int count = reader.BeginMap();");
        source.Line($"var items = new {type.Made}({(type.TakesCapacity ? "count" : "")});");
        source.Block("for (int i = 0; i < count; i++)", () =>
        {
            source.Line(ReadOf(type.Key!, "key"));
            source.Line(ReadOf(type.Element!, "item"));
            source.Line($"items[{UseOf(type.Key!, "key")}] = {UseOf(type.Element!, "item")};");
        });
        source.Line("reader.End();");
        source.Line("value = items;");
    }

    private static void EmitUnion(SourceText source, TypeModel type)
    {
        source.Line("int tag = reader.BeginUnion();");
        source.Block("switch (tag)", () =>
        {
            for (int i = 0; i < type.Members.Count; i++)
            {
                source.Line($"case {type.Tags[i]}:");
                source.Line("    " + ReadOf(type.Members[i].Value!, $"case{i}"));
                source.Line($"    value = case{i};");
                source.Line("    break;");
            }

            source.Line("default:");
            source.Line("    throw PackReader.UnknownTag(tag);");
        });
    }
}
