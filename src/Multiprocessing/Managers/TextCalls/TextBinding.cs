using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Multiprocessing.Managers.TextCalls;

/// <summary>Finds the member that a name and arguments in JSON mean, and writes its result as JSON.</summary>
[RequiresUnreferencedCode(TextCalls.Reason)]
[RequiresDynamicCode(TextCalls.Reason)]
internal static class TextBinding
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, IncludeFields = true, Converters = { new IndexText() } };

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
    internal static (MethodInfo Method, object?[] Arguments) Bind(Type type, string objectName, string member, string arguments, CancellationToken token)
    {
        JsonElement[] values = Parse(arguments);
        MethodInfo[] methods = [.. type.GetInterfaces().Prepend(type).SelectMany(static one => one.GetMethods()).Where(static method => !method.IsStatic)];
        MethodInfo[] named = [.. methods.Where(method => method.Name == member || method.Name == (values.Length == 0 ? "get_" : "set_") + member)];
        if (named.Length == 0) throw Errors.TextMemberUnknown(TypeNames.Short(type), objectName, member, methods.Select(static method => method.Name).Distinct());
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

        throw Errors.TextArgumentsUnfit(TypeNames.Short(type), objectName, named[0].ToString()!, problem);
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

    /// <summary>The result as JSON; <c>null</c> where the member has none.</summary>
    internal static async Task<string> ResultOfAsync(MethodInfo method, object? result)
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

        // Not of an interface's declared type, whose own members alone would be written.
        if (result is IDisposable hold)
        {
            hold.Dispose();
            throw Errors.TextResultIsHold(method.Name, TypeNames.Short(result.GetType()));
        }

        return JsonSerializer.Serialize(result, type, s_options);
    }

    /// <summary>An index as a number; from the end where it is negative: -1 is the last.</summary>
    private sealed class IndexText : JsonConverter<Index>
    {
        public override Index Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            int number = reader.GetInt32();
            return new Index(Math.Abs(number), fromEnd: number < 0);
        }

        public override void Write(Utf8JsonWriter writer, Index value, JsonSerializerOptions options) => writer.WriteNumberValue(value.IsFromEnd ? -value.Value : value.Value);
    }
}
