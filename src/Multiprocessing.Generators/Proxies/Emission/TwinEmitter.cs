using Microsoft.CodeAnalysis;
using Multiprocessing.Generators.Proxies.Models;

namespace Multiprocessing.Generators.Proxies.Emission;

/// <summary>Writes asynchronous twins of synchronous members, as extensions: <c>AddAsync</c> for <c>Add</c>, <c>GetCountAsync</c> for <c>Count</c>.</summary>
internal static class TwinEmitter
{
    /// <summary>The members that get a twin: those without out, ref and span parameters whose twin's name is free.</summary>
    internal static IReadOnlyList<(MemberModel Member, int Number)> TwinnedOf(InterfaceModel model)
    {
        var taken = new HashSet<string>(model.Members.Select(static member => member.Name));
        return
        [
            .. model.Members.Select(static (member, number) => (Member: member, Number: number))
                .Where(one => one.Member.Kind != MemberKind.Event && !one.Member.IsAsync && !one.Member.IsStream && !taken.Contains(NameOf(one.Member)) && one.Member.Parameters.All(static parameter => parameter.Kind == RefKind.None && parameter.Value.Travel is not (Travel.Span or Travel.Token)))
                .GroupBy(static one => $"{NameOf(one.Member)}({string.Join(",", one.Member.Parameters.Select(static parameter => parameter.Value.Type))})")
                .Where(static group => group.Count() == 1).Select(static group => group.First()),
        ];
    }

    /// <summary>The twin as a member: the same call, awaited, with a token.</summary>
    internal static MemberModel TwinOf(MemberModel member)
    {
        var token = new ParameterModel(ProxyEmitter.Local(member, "cancellationToken"), new ValueModel("global::System.Threading.CancellationToken", "", Travel.Token), RefKind.None, isScoped: false, "default", isParams: false);
        return new MemberModel(MemberKind.Method, NameOf(member), member.Owner, member.Identity, [.. member.Parameters, token], member.Result, ResultForm.ValueTask);
    }

    internal static void Emit(SourceText source, InterfaceModel model, IReadOnlyList<(MemberModel Member, int Number)> twinned)
    {
        source.Line($"/// <summary>Asynchronous twins of the members of {model.Name}: on a proxy they hold no thread; on an object they run at once.</summary>");
        source.Block($"{(model.IsPublic ? "public" : "internal")} static class {model.Name}AsyncExtensions", () =>
        {
            for (int i = 0; i < twinned.Count; i++)
            {
                if (i > 0) source.Line();
                EmitTwin(source, model, twinned[i].Member);
            }
        });
    }

    /// <summary>The interface by which the extensions call proxies: those of interfaces that inherit this one, and those of the closed forms of a generic one, which are made elsewhere.</summary>
    internal static void EmitInterface(SourceText source, InterfaceModel model, IReadOnlyList<(MemberModel Member, int Number)> twinned)
    {
        source.Line($"/// <summary>The asynchronous twins of {model.Name}, as its proxies have them.</summary>");
        source.Line("[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]");
        source.Block($"{(model.IsPublic ? "public" : "internal")} interface {model.GeneratedName}_Twins{model.TypeParameters}{model.Constraints}", () =>
        {
            foreach (MemberModel twin in twinned.Select(static one => TwinOf(one.Member)))
            {
                source.Line("/// <summary>See the extension of the same name.</summary>");
                source.Line($"{ProxyEmitter.ResultType(twin)} {twin.Name}({string.Join(", ", twin.Parameters.Select(ProxyEmitter.Declare))});");
            }
        });
    }

    private static void EmitTwin(SourceText source, InterfaceModel model, MemberModel member)
    {
        string name = NameOf(member);
        string shared = ProxyEmitter.Local(member, "shared");
        string token = ProxyEmitter.Local(member, "cancellationToken");
        bool isVoid = member.Result.Travel == Travel.Nothing;
        string parameters = string.Concat(member.Parameters.Select(static parameter => $"{parameter.Value.Type} {parameter.Name}{(parameter.DefaultValue is { } value ? $" = {value}" : "")}, "));
        string[] arguments = [.. member.Parameters.Select(static parameter => parameter.Name)];
        string result = $"global::System.Threading.Tasks.ValueTask{(isVoid ? "" : $"<{member.Result.Type}>")}";
        source.Line($"/// <summary>The asynchronous twin of {(member.IsIndexer ? "the indexer" : member.Name)}.</summary>");
        source.Block($"public static {result} {name}{model.TypeParameters}(this {model.Type} {shared}, {parameters}global::System.Threading.CancellationToken {token} = default){model.Constraints}", () =>
        {
            string twins = ProxyEmitter.Local(member, "twins");
            source.Line($"if ({shared} is {model.Twins} {twins}) return {twins}.{name}({string.Concat(arguments.Select(static argument => argument + ", "))}{token});");
            string target = $"(({member.Owner}){shared})";
            string access = member.IsIndexer ? $"{target}[{string.Join(", ", member.Kind == MemberKind.Set ? arguments.Take(arguments.Length - 1) : arguments)}]" : $"{target}.{member.Name}";
            string invocation = member.Kind switch
            {
                MemberKind.Get => access,
                MemberKind.Set => $"{access} = {arguments[arguments.Length - 1]}",
                _ => $"{access}({string.Join(", ", arguments)})",
            };
            if (isVoid) source.Line(invocation + ";");
            source.Line(isVoid ? "return default;" : $"return new({invocation});");
        });
    }

    private static string NameOf(MemberModel member) => member.Kind == MemberKind.Method ? member.BareName + "Async" : $"{member.Kind}{member.BareName}Async";
}
