using Multiprocessing.Generators.Proxies.Models;

namespace Multiprocessing.Generators.Proxies.Emission;

/// <summary>Writes both sides of an event: the object's side adds a handler for each client, the proxy's hands what comes to the handlers there.</summary>
internal static class EventEmitter
{
    /// <summary>In the contract: a client subscribes.</summary>
    internal static void EmitAdd(SourceText source, MemberModel member, DelegateModel type)
    {
        string[] names = [.. type.Invoke.Parameters.Select(static (_, number) => $"a{number}")];
        string list = string.Join(", ", names);
        source.Line($"{type.Type} post = call.ReadHandler<{type.Type}>(out global::Multiprocessing.EventSubscription subscription);");
        source.Line("call.EndArguments();");
        source.Block($"{type.Type} handler = ({list}) =>", () =>
        {
            source.Line("if (!subscription.Enter()) return;");
            source.Block("try", () => source.Line($"post({list});"));
            source.Block("catch (global::System.Exception error)", () => source.Line("subscription.Fail(error);"));
        }, "};");
        source.Line($"target.{member.Name} += handler;");
        source.Line($"call.WriteSubscription(subscription, () => target.{member.Name} -= handler);");
        source.Line("return default;");
    }

    /// <summary>In the proxy: the event.</summary>
    internal static void EmitEvent(SourceText source, MemberModel member, int number, DelegateModel type)
    {
        string field = $"_event{number}";
        string[] names = [.. type.Invoke.Parameters.Select(static (_, at) => $"a{at}")];
        string[] given = [.. type.Invoke.Parameters.Select((parameter, at) => parameter.Value.Travel == Travel.Sender ? "this" : names[at])];
        source.Line($"private global::Multiprocessing.ProxyEvent<{type.Type}>? {field};");
        source.Line();
        source.Line($"private global::Multiprocessing.ProxyEvent<{type.Type}> Event{number} => EventOf(ref {field}, {number}, \"{member.BareName}\",");
        source.Line($"    raised => ({string.Join(", ", names)}) => raised.Raise(handler => handler({string.Join(", ", given)})));");
        source.Line();
        source.Block($"event {member.Parameters[0].Value.Type} {member.Owner}.{member.Name}", () =>
        {
            source.Line($"add => Event{number}.Add(value);");
            source.Line($"remove => Event{number}.Remove(value);");
        });
    }
}
