using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Multiprocessing.Serialization;

namespace Multiprocessing.Tests.Serialization;

/// <summary>A serializer as a user would write one, with shared objects in its messages.</summary>
internal sealed class JsonMessageSerializer : MessageSerializer
{
    public override string Name => "json-1";

    public override void Write<T>(IBufferWriter<byte> output, T value, TransferScope scope)
    {
        using Utf8JsonWriter writer = new(output);
        JsonSerializer.Serialize(writer, value, Options(scope));
    }

    public override T Read<T>(in ReadOnlySequence<byte> input, TransferScope scope)
    {
        Utf8JsonReader reader = new(input);
        return JsonSerializer.Deserialize<T>(ref reader, Options(scope))!;
    }

    private static JsonSerializerOptions Options(TransferScope scope) => new() { Converters = { new SharedFactory(scope) } };

    private sealed class SharedFactory(TransferScope scope) : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => TransferScope.IsShared(typeToConvert);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(SharedConverter<>).MakeGenericType(typeToConvert), scope)!;
    }

    private sealed class SharedConverter<T>(TransferScope scope) : JsonConverter<T>
        where T : class
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => (T)scope.Attach(typeToConvert, reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(scope.Export(value));
    }
}
