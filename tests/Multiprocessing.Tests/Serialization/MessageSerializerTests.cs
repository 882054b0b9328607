using System.Buffers;
using Multiprocessing.Serialization;
using PolyType;
using PolyType.ReflectionProvider;

namespace Multiprocessing.Tests.Serialization;

/// <summary>Other serializers, other forms of the built-in one, and shapes that were made by the source generator.</summary>
public sealed partial class MessageSerializerTests
{
    [Fact]
    public void Serializer_OfTheUser_WritesRecordsAndSharedObjects()
    {
        MessageCodec<Job> codec = MessageCodec<Job>.For(new JsonMessageSerializer());
        using FakeScope scope = new();
        ArrayBufferWriter<byte> output = new();
        codec.Write(output, new Job("a", new FakeShared("b")), scope);
        Assert.StartsWith("{\"Name\":\"a\",\"Shared\":\"", System.Text.Encoding.UTF8.GetString(output.WrittenSpan), StringComparison.Ordinal);
        Assert.Equal("b", codec.Read(output.WrittenSpan, scope).Shared.Name);
        Assert.NotEqual(MessageCodec<Job>.Default.Fingerprint, codec.Fingerprint);
        Assert.Equal(MessageCodec<int>.Default.Fingerprint, MessageCodec<int>.For(new JsonMessageSerializer()).Fingerprint);
    }

    [Fact]
    public void Serializer_OfTheUserThatThrows_IsToldAsAnInvalidMessageAndLeavesNothingOpen()
    {
        MessageCodec<Job> codec = MessageCodec<Job>.For(new JsonMessageSerializer());
        using FakeScope scope = new();
        ArrayBufferWriter<byte> output = new();
        codec.Write(output, new Job("a", new FakeShared("b")), scope);
        Assert.Throws<InvalidMessageException>(() => codec.Read(output.WrittenSpan[..^1], scope));
        Assert.All(scope.Seen, seen => Assert.True(seen.IsDisposed));
    }

    [Fact]
    public void Queue_WithAnotherSerializer_IsRefusedWhereThatIsMissing()
    {
        using var queue = InterprocessQueue.Create<Plain>(options: new QueueOptions { Serializer = new JsonMessageSerializer() });
        queue.Put(new Plain("x", 1), TestContext.Current.CancellationToken);
        TransferHandle handle = ((ITransferable)queue).Export(TransferScope.Unheld);
        Assert.Throws<SegmentMismatchException>(() => TransferTypes.Attach<InterprocessQueue<Plain>>(handle, TransferScope.Unheld));
        Assert.Equal(new Plain("x", 1), queue.Take(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Default_AfterItWasUsed_CannotBeReplaced()
    {
        Assert.Same(MessageSerializer.BuiltIn, MessageSerializer.Default);
        MessageSerializer.Default = MessageSerializer.BuiltIn;
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => MessageSerializer.Default = new JsonMessageSerializer());
        Assert.Contains("json-1", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => MessageSerializer.Default = null!);
    }

    [Fact]
    public void Names_BetweenVersionsOfAType_AreUnderstood()
    {
        MessagePackMessageSerializer serializer = new() { UseNames = true };
        ArrayBufferWriter<byte> output = new();
        serializer.Write(output, new Versions.Old.Item(7, "x"), TransferScope.None);
        Versions.New.Item read = serializer.Read<Versions.New.Item>(new ReadOnlySequence<byte>(output.WrittenMemory), TransferScope.None);
        Assert.Equal(new Versions.New.Item("x", 7) { Added = 5 }, read);
        output = new();
        serializer.Write(output, new Versions.New.Item("y", 8) { Added = 9 }, TransferScope.None);
        Assert.Equal(new Versions.Old.Item(8, "y"), serializer.Read<Versions.Old.Item>(new ReadOnlySequence<byte>(output.WrittenMemory), TransferScope.None));
    }

    [Fact]
    public void Shapes_OfTheSourceGenerator_AgreeWithThoseOfReflection()
    {
        Agree(new Generated("a", 1, [1.5], new() { ["k"] = new Plain("v", 2) }, new Sub { Base = 1, Own = 2, Late = 3 }, (4, "t"), null));
        Agree(new Sub { Base = 1, Own = 2, Late = 3 });
        Agree<Either>(new Right(5));
    }

    /// <summary>A program compiled ahead of time has the one kind, its peer the other: description and bytes must be the same.</summary>
    private static void Agree<T>(T value)
    {
        ITypeShape<T> generated = GeneratedTypeShapeProvider.GetTypeShapeOrThrow<T>();
        ITypeShape<T> reflected = ReflectionTypeShapeProvider.Default.GetTypeShape<T>();
        MessageWalk first = new(), second = new();
        Assert.Null(first.Walk(generated, ""));
        Assert.Null(second.Walk(reflected, ""));
        Assert.Equal(second.Description, first.Description);
        Nerdbank.MessagePack.MessagePackSerializer serializer = new() { PerfOverSchemaStability = true };
        Assert.Equal(serializer.Serialize(value, reflected, TestContext.Current.CancellationToken), serializer.Serialize(value, generated, TestContext.Current.CancellationToken));
    }

    internal sealed record Job(string Name, FakeShared Shared);

    internal sealed record Plain(string Text, int Number);

    internal sealed record Generated(string Name, int Number, double[] Values, Dictionary<string, Plain> Map, Sub Sub, (int, string) Tuple, int? Maybe)
    {
        public int Computed => Number + 1;
    }

    internal class Super
    {
        public int Base { get; set; }

        public virtual int Late { get; set; }
    }

    internal sealed class Sub : Super
    {
        public int Own { get; set; }

        public override int Late { get; set; }
    }

    [DerivedTypeShape(typeof(Left))]
    [DerivedTypeShape(typeof(Right))]
    internal abstract record Either;

    internal sealed record Left(string Text) : Either;

    internal sealed record Right(int Number) : Either;

    internal static class Versions
    {
        internal static class Old
        {
            internal sealed record Item(int Number, string Text);
        }

        internal static class New
        {
            internal sealed record Item(string Text, int Number)
            {
                public int Added { get; init; } = 5;
            }
        }
    }
}

[GenerateShapeFor<Generated>]
[GenerateShapeFor<Sub>]
[GenerateShapeFor<Either>]
public sealed partial class MessageSerializerTests;
