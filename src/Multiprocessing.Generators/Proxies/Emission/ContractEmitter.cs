using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Multiprocessing.Generators.Proxies.Models;

namespace Multiprocessing.Generators.Proxies.Emission;

/// <summary>Writes the contract: what the members are called on the wire, and how a call is carried out on an object.</summary>
internal static class ContractEmitter
{
    private const string Call = "call";
    private const string Target = "target";

    internal static void Emit(SourceText source, InterfaceModel model)
    {
        source.Line($"/// <summary>The members of {model.Name} by number, and how each is called on an object.</summary>");
        source.Block($"internal static class {model.GeneratedName}_Contract", () =>
        {
            source.Block("private static readonly string[] s_members =", () =>
            {
                foreach (MemberModel member in model.Members) source.Line(SymbolDisplay.FormatLiteral(member.Identity, quote: true) + ",");
            }, "};");
            source.Line();
            source.Line("[global::System.Runtime.CompilerServices.ModuleInitializer]");
            source.Line("internal static void Announce() => global::Multiprocessing.SharedContract.Announce(Register);");
            source.Line();
            source.Line($"private static void Register() => global::Multiprocessing.SharedContract.Register<{model.Type}>(new global::Multiprocessing.SharedContract(");
            source.Line($"    typeof({model.Type}), {SymbolDisplay.FormatLiteral(model.ObjectName, quote: true)}, s_members, static target => new {model.GeneratedName}_Proxy(target), Dispatch){SettingsOf(model)});");
            source.Line();
            source.Block("private static global::System.Threading.Tasks.ValueTask Dispatch(object target, int member, global::Multiprocessing.ServedCall call) => member switch", () =>
            {
                for (int number = 0; number < model.Members.Count; number++) source.Line($"{number} => {MethodName(model.Members[number], number)}(({model.Members[number].Owner})target, call),");
                source.Line("_ => throw new global::System.ArgumentOutOfRangeException(nameof(member)),");
            }, "};");
            for (int number = 0; number < model.Members.Count; number++)
            {
                source.Line();
                EmitMember(source, model.Members[number], number, model.HandlerOf(model.Members[number]));
            }
        });
    }

    private static string SettingsOf(InterfaceModel model)
    {
        var settings = new List<string>();
        if (model.Turn != 0) settings.Add($"Turn = (global::Multiprocessing.TurnPolicy){model.Turn}");
        if (model.Members.Any(static member => member.IsReading)) settings.Add($"Reads = [{string.Join(", ", Enumerable.Range(0, model.Members.Count).Where(number => model.Members[number].IsReading))}]");
        if (model.Members.Any(static member => member.CallTimeout != 0)) settings.Add($"CallTimeouts = [{string.Join(", ", model.Members.Select(static member => double.IsPositiveInfinity(member.CallTimeout) ? "double.PositiveInfinity" : member.CallTimeout.ToString("R", CultureInfo.InvariantCulture)))}]");
        if (model.Undoes.Any()) settings.Add($"Undoes = [{string.Join(", ", model.Undoes.Select(static pair => $"({pair.Member}, {pair.Undo})"))}]");
        return settings.Count == 0 ? "" : $" {{ {string.Join(", ", settings)} }}";
    }

    internal static string MethodName(MemberModel member, int number) => $"{(member.Kind == MemberKind.Method ? "" : member.Kind.ToString())}{member.BareName}_{number}";

    internal static void EmitMember(SourceText source, MemberModel member, int number, DelegateModel? handled = null)
    {
        string asynchronous = member.IsAsync ? "async " : "";
        source.Block($"private static {asynchronous}global::System.Threading.Tasks.ValueTask {MethodName(member, number)}({member.Owner} {Target}, global::Multiprocessing.ServedCall {Call})", () =>
        {
            if (handled is not null)
            {
                EventEmitter.EmitAdd(source, member, handled);
                return;
            }

            foreach (ParameterModel parameter in member.Parameters.Where(static parameter => parameter.IsSent)) source.Line(ReadOf(parameter));
            source.Line($"{Call}.{(member.IsAsync ? "EndAsyncArguments" : "EndArguments")}();");
            foreach (ParameterModel parameter in member.Parameters.Where(static parameter => parameter.Kind == RefKind.Out)) source.Line($"{parameter.Value.Type} {Name(parameter)};");
            EmitInvocation(source, member);
            foreach (ParameterModel parameter in member.Parameters.Where(static parameter => parameter.IsReturned)) source.Line($"{Call}.Write<{parameter.Value.WireType}>({Name(parameter)});");
            if (!member.IsAsync) source.Line("return default;");
        });
    }

    private static void EmitInvocation(SourceText source, MemberModel member)
    {
        string stop = ProxyEmitter.Local(member, "stop");
        string[] arguments = [.. member.Parameters.Select(parameter => member.IsStream && parameter.Value.Travel == Travel.Token ? stop : Argument(parameter))];
        string access = member.IsIndexer
            ? $"{Target}[{string.Join(", ", member.Kind == MemberKind.Set ? arguments.Take(arguments.Length - 1) : arguments)}]"
            : $"{Target}.{member.Name}";
        string invocation = member.Kind switch
        {
            MemberKind.Get => access,
            MemberKind.Set => $"{access} = {arguments[arguments.Length - 1]}",
            _ => $"{access}({string.Join(", ", arguments)})",
        };
        if (member.IsAsync) invocation = "await " + invocation;
        source.Line(member.Result.Travel switch
        {
            Travel.Nothing => invocation + ";",
            Travel.Reference => $"{Call}.WriteReference<{member.Result.WireType}>({invocation});",
            Travel.Sequence when member.IsStream => $"{Call}.WriteStream<{member.Result.WireType}>({stop} => {invocation});",
            _ when LivingEmitter.IsLiving(member.Result.Travel) => LivingEmitter.WriteOf(Call, member.Result, invocation),
            Travel.Items => $"{Call}.Write<{member.Result.WireType}>(global::Multiprocessing.ServedCall.Drain({invocation}));",
            _ => $"{Call}.Write<{member.Result.WireType}>({invocation});",
        });
    }

    private static string ReadOf(ParameterModel parameter) => parameter.Value.Travel == Travel.Reference
        ? $"{parameter.Value.Type} {Name(parameter)} = {Call}.ReadReference<{parameter.Value.WireType}>()!;"
        : LivingEmitter.IsLiving(parameter.Value.Travel) ? $"{parameter.Value.Type} {Name(parameter)} = {LivingEmitter.ReadOf(Call, parameter.Value)};"
        : $"{parameter.Value.WireType} {Name(parameter)} = {Call}.Read<{parameter.Value.WireType}>();";

    private static string Argument(ParameterModel parameter) => parameter.Value.Travel == Travel.Token
        ? $"{Call}.CancellationToken"
        : parameter.Value.Travel == Travel.Sender ? "null!"
        : parameter.Value.Travel == Travel.NoArguments ? "global::System.EventArgs.Empty"
        : parameter.Kind switch
        {
            RefKind.Ref => "ref ",
            RefKind.Out => "out ",
            RefKind.In or RefKind.RefReadOnlyParameter => "in ",
            _ => "",
        } + Name(parameter);

    private static string Name(ParameterModel parameter) => parameter.Name is Call or Target ? parameter.Name + "Argument" : parameter.Name;
}
