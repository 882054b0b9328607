using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Multiprocessing.Managers.TextCalls;

/// <summary>The server's side of <see cref="ITextCalls"/>. It calls through a connection of its own, as any client: so the object's turn, filters and limits hold.</summary>
[RequiresUnreferencedCode(Reason)]
[RequiresDynamicCode(Reason)]
internal sealed class TextCalls(ManagerServer server, ObjectHost host) : ITextCalls, IAsyncDisposable
{
    internal const string Reason = "Members, arguments and results are found by reflection.";

    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, IncludeFields = true };

    private readonly Lock _gate = new();
    private Manager? _manager;

    public async Task<string> InvokeAsync(string objectName, string member, string arguments, CancellationToken cancellationToken)
    {
        Hosted hosted = host.Named.FirstOrDefault(one => one.Name == objectName) ?? throw Errors.TextObjectUnknown(objectName, host.Names);
        if (hosted.TypeText is not null) throw Errors.TextObjectReadyMade(objectName);
        JsonElement[] values = Parse(arguments);
        (MethodInfo method, object?[] given) = Bind(hosted.Contract, objectName, member, values, cancellationToken);
        return await ResultOfAsync(method, method.Invoke(Proxy(hosted), BindingFlags.DoNotWrapExceptions, null, given, null)).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _manager, null) is { } manager) await manager.DisposeAsync().ConfigureAwait(false);
    }

    private SharedProxy Proxy(Hosted hosted)
    {
        lock (_gate) return (_manager ??= Manager.Attach(server)).GetObject(hosted.Name!, hosted.Contract);
    }

    private static JsonElement[] Parse(string arguments)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement[]>(arguments, s_options) ?? [];
        }
        catch (JsonException e)
        {
            throw Errors.TextArgumentsDamaged(arguments, e.Message);
        }
    }

    /// <summary>The overload whose parameters the arguments fit; a property is found by its own name. A token is no argument, and what has a default may be left out.</summary>
    private static (MethodInfo Method, object?[] Arguments) Bind(SharedContract contract, string objectName, string member, JsonElement[] values, CancellationToken token)
    {
        MethodInfo[] methods = [.. contract.Type.GetInterfaces().Prepend(contract.Type).SelectMany(static type => type.GetMethods()).Where(static method => !method.IsStatic)];
        MethodInfo[] named = [.. methods.Where(method => method.Name == member || method.Name == (values.Length == 0 ? "get_" : "set_") + member)];
        if (named.Length == 0) throw Errors.TextMemberUnknown(contract.Type.Name, objectName, member, methods.Select(static method => method.Name).Distinct());
        string problem = "it takes another number of arguments";
        foreach (MethodInfo method in named)
        {
            try
            {
                if (Fill(method, values, token) is { } filled) return (method, filled);
            }
            catch (Exception e) when (e is JsonException or NotSupportedException)
            {
                problem = e.Message;
            }
        }

        throw Errors.TextArgumentsUnfit(contract.Type.Name, objectName, named[0].ToString()!, problem);
    }

    private static object?[]? Fill(MethodInfo method, JsonElement[] values, CancellationToken token)
    {
        ParameterInfo[] parameters = method.GetParameters();
        object?[] filled = new object?[parameters.Length];
        int next = 0;
        for (int i = 0; i < parameters.Length; i++)
        {
            Type type = parameters[i].ParameterType;
            if (type == typeof(CancellationToken)) filled[i] = token;
            else if (type.IsByRef || type.IsByRefLike) return null;
            else if (next < values.Length) filled[i] = values[next++].Deserialize(type, s_options);
            else if (parameters[i].HasDefaultValue) filled[i] = parameters[i].DefaultValue is null && type.IsValueType ? Activator.CreateInstance(type) : parameters[i].DefaultValue;
            else return null;
        }

        return next == values.Length ? filled : null;
    }

    private static async Task<string> ResultOfAsync(MethodInfo method, object? result)
    {
        Type type = method.ReturnType;
        if (type == typeof(ValueTask)) await ((ValueTask)result!).ConfigureAwait(false);
        else if (result is Task task) await task.ConfigureAwait(false);
        if (type == typeof(void) || type == typeof(Task) || type == typeof(ValueTask)) return "null";
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
        {
            result = type.GetMethod(nameof(ValueTask<int>.AsTask))!.Invoke(result, null);
            await ((Task)result!).ConfigureAwait(false);
            type = typeof(Task<>).MakeGenericType(type.GetGenericArguments());
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>))
        {
            result = type.GetProperty("Result")!.GetValue(result);
            type = type.GetGenericArguments()[0];
        }

        if (result is SharedProxy proxy)
        {
            proxy.Dispose();
            throw Errors.TextResultIsReference(method.Name, type.Name);
        }

        return JsonSerializer.Serialize(result, type, s_options);
    }
}
