using Multiprocessing.Generators.Codecs.Models;
using Multiprocessing.Generators.Proxies.Emission;

namespace Multiprocessing.Generators.Codecs.Emission;

/// <summary>Writes the method that writes values of a type.</summary>
internal static class WriterEmitter
{
    internal static void Emit(SourceText source, TypeModel type) =>
        source.Block($"private static void Write(ref PackWriter writer, {type.Type} value)", () =>
        {
            if (type.IsReference)
            {
                source.Block("if (value is null)", () =>
                {
                    source.Line("writer.WriteNull();");
                    source.Line("return;");
                });
                source.Line();
            }

            if (type.IsOpen) source.Line($"if (value.GetType() != typeof({type.Type})) throw PackWriter.OtherType(value, typeof({type.Type}));");
            EmitBody(source, type);
        });

    /// <summary>The statement that writes the value of an expression.</summary>
    internal static string WriteOf(ValueModel value, string expression) => value.Form switch
    {
        ValueForm.Number => $"writer.Write(({value.Number}){expression});",
        ValueForm.Plain => $"writer.WritePlain({expression});",
        ValueForm.Shared => $"writer.WriteShared({expression});",
        ValueForm.Generated => $"Write(ref writer, {expression});",
        _ => $"writer.Write({expression});",
    };

    private static void EmitBody(SourceText source, TypeModel type)
    {
        switch (type.Form)
        {
            case TypeForm.Object or TypeForm.Tuple:
                source.Line($"writer.BeginObject({type.Members.Count});");
                foreach (MemberModel member in type.Members) source.Line(member.Name is null ? "writer.WriteNull();" : WriteOf(member.Value!, $"value.{member.Name}"));
                source.Line("writer.End();");
                break;
            case TypeForm.Nullable:
                source.Line($"if (value.HasValue) {WriteOf(type.Element!, "value.GetValueOrDefault()")}");
                source.Line("else writer.WriteNull();");
                break;
            case TypeForm.Union:
                EmitUnion(source, type);
                break;
            case TypeForm.Dictionary:
                source.Line("writer.BeginMap(value.Count);");
                source.Block("foreach (var pair in value)", () =>
                {
                    source.Line(WriteOf(type.Key!, "pair.Key"));
                    source.Line(WriteOf(type.Element!, "pair.Value"));
                });
                source.Line("writer.End();");
                break;
            case TypeForm.Sequence:
                // A sequence that is made while it is read may give its elements only once.
                source.Line($"if (!global::System.Linq.Enumerable.TryGetNonEnumeratedCount(value, out int count)) value = global::System.Linq.Enumerable.ToList(value);");
                EmitElements(source, type, "global::System.Linq.Enumerable.Count(value)");
                break;
            default:
                EmitElements(source, type, type.Form == TypeForm.Array || type.Made.EndsWith(".ImmutableArray", StringComparison.Ordinal) ? "value.Length" : "value.Count");
                break;
        }
    }

    private static void EmitElements(SourceText source, TypeModel type, string count)
    {
        source.Line($"writer.BeginCollection({count});");
        source.Line($"foreach ({type.Element!.Type} item in value) {WriteOf(type.Element, "item")}");
        source.Line("writer.End();");
    }

    private static void EmitUnion(SourceText source, TypeModel type)
    {
        for (int i = 0; i < type.Members.Count; i++)
        {
            ValueModel one = type.Members[i].Value!;
            source.Block($"{(i == 0 ? "" : "else ")}if (value.GetType() == typeof({one.Type}))", () =>
            {
                source.Line($"writer.BeginUnion({type.Tags[i]});");
                source.Line(WriteOf(one, $"({one.Type})value"));
            });
        }

        source.Line($"else throw PackWriter.OtherType(value, typeof({type.Type}));");
    }
}
