using Microsoft.CodeAnalysis;
using Multiprocessing.Generators.Proxies.Models;

namespace Multiprocessing.Generators.Proxies.Emission;

/// <summary>Writes the proxy: each member sends a call.</summary>
internal static class ProxyEmitter
{
    internal static void Emit(SourceText source, InterfaceModel model)
    {
        source.Line($"/// <summary>Stands for an object of {model.Name} that lives in another process.</summary>");
        source.Block($"internal sealed class {model.GeneratedName}_Proxy(global::Multiprocessing.ProxyTarget target) : global::Multiprocessing.SharedProxy(target), {model.Type}{string.Concat(model.TwinSets.Select(static set => ", " + set.Type))}", () =>
        {
            bool isFirst = true;
            foreach (IGrouping<string, (MemberModel Member, int Number)> group in model.Members.Select(static (member, number) => (member, number)).GroupBy(static pair => KeyOf(pair.member)))
            {
                if (!isFirst) source.Line();
                isFirst = false;
                (MemberModel member, int number) = group.First();
                if (model.HandlerOf(member) is { } handler) EventEmitter.EmitEvent(source, member, number, handler);
                else if (member.Kind == MemberKind.Method) EmitMethod(source, member, number);
                else EmitProperty(source, [.. group]);
            }

            foreach (TwinSet set in model.TwinSets)
            {
                foreach ((MemberModel twin, int number) in set.Twins)
                {
                    source.Line();
                    source.Block($"{ResultType(twin)} {set.Type}.{twin.Name}({string.Join(", ", twin.Parameters.Select(Declare))})", () => EmitBody(source, twin, number));
                }
            }

            if (model.ClosesAsync)
            {
                source.Line();
                source.Block("global::System.Threading.Tasks.ValueTask global::System.IAsyncDisposable.DisposeAsync()", () =>
                {
                    source.Line("Dispose();");
                    source.Line("return default;");
                });
            }
        });
    }

    // The accessors of one property stand together.
    private static string KeyOf(MemberModel member) => member.Kind == MemberKind.Method
        ? $"{member.Owner}.{member.Identity}"
        : $"{member.Owner}.{member.Name}[{string.Join(",", Indexes(member).Select(static parameter => parameter.Value.Type))}]";

    private static IEnumerable<ParameterModel> Indexes(MemberModel member) => member.Kind == MemberKind.Set ? member.Parameters.Take(member.Parameters.Count - 1) : member.Parameters;

    private static void EmitMethod(SourceText source, MemberModel member, int number)
    {
        string parameters = string.Join(", ", member.Parameters.Select(Declare));
        source.Block($"{ResultType(member)} {member.Owner}.{member.Name}({parameters})", () => EmitBody(source, member, number));
    }

    private static void EmitProperty(SourceText source, (MemberModel Member, int Number)[] accessors)
    {
        MemberModel first = accessors[0].Member;
        string type = first.Kind == MemberKind.Get ? first.Result.Type : first.Parameters[first.Parameters.Count - 1].Value.Type;
        string indexes = first.IsIndexer ? $"[{string.Join(", ", Indexes(first).Select(Declare))}]" : "";
        source.Block($"{type} {first.Owner}.{first.Name}{indexes}", () =>
        {
            foreach ((MemberModel accessor, int number) in accessors) source.Block(accessor.Kind == MemberKind.Get ? "get" : "set", () => EmitBody(source, accessor, number));
        });
    }

    internal static void EmitBody(SourceText source, MemberModel member, int number)
    {
        string call = Local(member, "call");
        string token = member.Parameters.FirstOrDefault(static parameter => parameter.Value.Travel == Travel.Token)?.Name ?? "default";
        if (member.IsStream)
        {
            LivingEmitter.EmitStream(source, member, token, name => EmitCall(source, member, number, name));
            return;
        }

        EmitCall(source, member, number, call);
        if (member.Parameters.Any(static parameter => parameter.IsReturned))
        {
            EmitResults(source, member, call);
            return;
        }

        if (LivingEmitter.IsLiving(member.Result.Travel))
        {
            string read = $"<{member.Result.Type}>({call}, {LivingEmitter.Reading(member.Result)}";
            source.Line(!member.IsAsync ? $"return InvokeLiving{read});" : $"return InvokeLivingAsync{read}, {token}){(member.Form == ResultForm.Task ? ".AsTask()" : "")};");
            return;
        }

        bool isVoid = member.Result.Travel == Travel.Nothing;
        string invoked = member.Result.Travel switch
        {
            Travel.Nothing => "Invoke{0}",
            Travel.Reference => $"InvokeReference{{0}}<{member.Result.WireType}>",
            Travel.Items => $"InvokeItems{{0}}<{member.Result.ItemType}, {member.Result.Type}>",
            _ => $"Invoke{{0}}<{member.Result.WireType}>",
        };
        if (!member.IsAsync) source.Line($"{(isVoid ? "" : "return ")}{invoked.Replace("{0}", "")}({call});");
        else source.Line($"return {invoked.Replace("{0}", "Async")}({call}, {token}){(member.Form == ResultForm.Task ? ".AsTask()" : "")};");
    }

    internal static void EmitCall(SourceText source, MemberModel member, int number, string call)
    {
        source.Line($"global::Multiprocessing.CallWriter {call} = BeginCall({number});");
        foreach (ParameterModel parameter in member.Parameters.Where(static parameter => parameter.IsSent)) source.Line(WriteOf(call, parameter.Value, parameter.Name));
    }

    private static void EmitResults(SourceText source, MemberModel member, string call)
    {
        string reply = Local(member, "reply");
        string result = Local(member, "result");
        source.Line($"global::Multiprocessing.CallReader {reply} = InvokeForReply({call});");
        if (member.Result.Travel == Travel.Reference) source.Line($"{member.Result.Type} {result} = {reply}.ReadReference<{member.Result.WireType}>()!;");
        else if (LivingEmitter.IsLiving(member.Result.Travel)) source.Line($"{member.Result.Type} {result} = {LivingEmitter.ReadOf(reply, member.Result)};");
        else if (member.Result.Travel != Travel.Nothing) source.Line($"{member.Result.Type} {result} = {FromWire(member.Result, $"{reply}.Read<{member.Result.WireType}>()")};");
        foreach (ParameterModel parameter in member.Parameters.Where(static parameter => parameter.IsReturned)) source.Line($"{parameter.Name} = {reply}.Read<{parameter.Value.WireType}>();");
        source.Line($"{reply}.End();");
        if (member.Result.Travel != Travel.Nothing) source.Line($"return {result};");
    }

    internal static string Local(MemberModel member, string name) => member.Parameters.Any(parameter => parameter.Name == name) ? name + "Of" + member.BareName : name;

    internal static string Declare(ParameterModel parameter)
    {
        string kind = parameter.Kind switch
        {
            RefKind.Ref => "ref ",
            RefKind.Out => "out ",
            RefKind.In => "in ",
            RefKind.RefReadOnlyParameter => "ref readonly ",
            _ => "",
        };
        return $"{(parameter.IsScoped && parameter.Kind != RefKind.Out ? "scoped " : "")}{kind}{parameter.Value.Type} {parameter.Name}";
    }

    private static string WriteOf(string call, ValueModel value, string name) => value.Travel switch
    {
        Travel.Reference => $"{call}.WriteReference<{value.WireType}>({name});",
        _ when LivingEmitter.IsLiving(value.Travel) => LivingEmitter.WriteOf(call, value, name),
        Travel.Items => $"{call}.Write<{value.WireType}>(global::Multiprocessing.ServedCall.Drain({name}));",
        Travel.Span => $"{call}.Write<{value.WireType}>({name}.ToArray());",
        _ => $"{call}.Write<{value.WireType}>({name});",
    };

    private static string FromWire(ValueModel value, string wire) => value.Travel == Travel.Items ? $"ItemsOf<{value.ItemType}, {value.Type}>({wire})" : wire;

    internal static string ResultType(MemberModel member)
    {
        string? inner = member.Result.Travel == Travel.Nothing ? null : member.Result.Type;
        return member.Form == ResultForm.Direct ? inner ?? "void" : $"global::System.Threading.Tasks.{member.Form}{(inner is null ? "" : $"<{inner}>")}";
    }
}
