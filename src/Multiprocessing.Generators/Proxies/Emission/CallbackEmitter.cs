using Microsoft.CodeAnalysis.CSharp;
using Multiprocessing.Generators.Proxies.Models;

namespace Multiprocessing.Generators.Proxies.Emission;

/// <summary>Writes, for each delegate type in the signatures of an interface, how it is called and what stands for it in another process.</summary>
internal static class CallbackEmitter
{
    internal static void Emit(SourceText source, InterfaceModel model)
    {
        for (int number = 0; number < model.Delegates.Count; number++)
        {
            source.Line();
            EmitContract(source, model.Delegates[number], $"{model.GeneratedName}_Callback{number}");
            source.Line();
            EmitProxy(source, model.Delegates[number], $"{model.GeneratedName}_Callback{number}");
        }
    }

    private static void EmitContract(SourceText source, DelegateModel model, string name)
    {
        source.Line($"/// <summary>How a delegate is called from another process.</summary>");
        source.Block($"internal static class {name}_Contract", () =>
        {
            source.Line("[global::System.Runtime.CompilerServices.ModuleInitializer]");
            source.Line("internal static void Announce() => global::Multiprocessing.SharedContract.Announce(Register);");
            source.Line();
            source.Line("private static void Register() => global::Multiprocessing.SharedContract.RegisterCallback(new global::Multiprocessing.SharedContract(");
            source.Line($"    typeof({model.Type}), \"callback\", new[] {{ {SymbolDisplay.FormatLiteral(model.Invoke.Identity, quote: true)} }}, static target => new {name}_Proxy(target), static (target, member, call) => {ContractEmitter.MethodName(model.Invoke, 0)}(({model.Type})target, call)));");
            source.Line();
            ContractEmitter.EmitMember(source, model.Invoke, 0);
        });
    }

    private static void EmitProxy(SourceText source, DelegateModel model, string name)
    {
        string parameters = string.Join(", ", model.Invoke.Parameters.Select(ProxyEmitter.Declare));
        source.Line($"/// <summary>Stands for a delegate of another process.</summary>");
        source.Block($"internal sealed class {name}_Proxy(global::Multiprocessing.ProxyTarget target) : global::Multiprocessing.CallbackProxy(target)", () =>
        {
            source.Line($"private {model.Type}? _caller;");
            if (model.CanPost) source.Line($"private {model.Type}? _poster;");
            source.Line();
            source.Line("public override global::System.Delegate Caller => _caller ??= CallDelegate;");
            source.Line();
            source.Line($"public override global::System.Delegate? Poster => {(model.CanPost ? "_poster ??= PostDelegate" : "null")};");
            source.Line();
            source.Block($"private {ProxyEmitter.ResultType(model.Invoke)} CallDelegate({parameters})", () => ProxyEmitter.EmitBody(source, model.Invoke, 0));
            if (!model.CanPost) return;
            source.Line();
            source.Block($"private void PostDelegate({parameters})", () =>
            {
                string call = ProxyEmitter.Local(model.Invoke, "call");
                ProxyEmitter.EmitCall(source, model.Invoke, 0, call);
                source.Line($"Post({call});");
            });
        });
    }
}
