using System.Reflection;
using Multiprocessing.Serialization;
using PolyType;

namespace Multiprocessing.Tests.Serialization;

/// <summary>What cannot travel, and what is said about it, before anything is written.</summary>
public sealed class MessageRefusalTests
{
    public static TheoryData<Type, string> Refused => new()
    {
        { typeof(Holds<FileStream>), "Value: FileStream" },
        { typeof(Holds<Stream>), "Value: Stream" },
        { typeof(Holds<Holds<List<Holds<Task>>>>), "Value.Value[].Value: Task" },
        { typeof(Holds<Dictionary<string, Thread>>), "Value[value]: Thread" },
        { typeof(Holds<Dictionary<Type, int>>), "Value[key]: Type" },
        { typeof(Holds<Action>), "a delegate means nothing" },
        { typeof(Holds<Func<int, int>>), "a delegate means nothing" },
        { typeof(Holds<object>), "known only when it runs" },
        { typeof(Holds<Dictionary<string, object>>), "Value[value]: Object" },
        { typeof(Holds<nint>), "a pointer means nothing" },
        { typeof(Holds<CancellationToken>), "Value: CancellationToken" },
        { typeof(Holds<Exception>), "Value: Exception" },
        { typeof(Holds<IComparable>), "Value: IComparable" },
        { typeof(Holds<IAnimal>), "an interface does not say what to make" },
        { typeof(Holds<AbstractAnimal>), "an abstract class cannot be made" },
        { typeof(Holds<IAsyncEnumerable<int>>), "asynchronous stream" },
        { typeof(Holds<Stack<int>>), "upside down" },
        { typeof(Holds<System.Collections.BitArray>), "use an array of bool" },
        { typeof(Holds<ArraySegment<int>>), "use ReadOnlyMemory" },
        { typeof(Holds<System.Collections.ArrayList>), "Value[]: Object" },
        { typeof(Holds<Lazy<int>>), "Value: Lazy<Int32>" },
        { typeof(Holds<System.Text.StringBuilder>), "Value: StringBuilder" },
        { typeof(NoConstructor), "it has no public constructor" },
        { typeof(Secretive), "no public member that could travel" },
        { typeof(PrivateSetter), "PrivateSetter.Number: Int32" },
        { typeof(FilledButRequired), "FilledButRequired.Items: List<Int32>" },
        { typeof(ConstructorOfAnother), "fromEnd" },
        { typeof(OwnStream), "derives from Stream" },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Type_ThatCannotTravel_IsRefusedWithThePath(Type type, string expected)
    {
        MethodInfo probe = typeof(MessageRefusalTests).GetMethod(nameof(Codec), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type);
        TargetInvocationException thrown = Assert.Throws<TargetInvocationException>(() => probe.Invoke(null, null));
        ArgumentException error = Assert.IsAssignableFrom<ArgumentException>(thrown.InnerException);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("cannot travel to another process", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Type_Refused_IsRefusedAgain()
    {
        for (int i = 0; i < 3; i++) Assert.Throws<ArgumentException>(() => MessageCodec<Holds<FileStream>>.Default);
    }

    [Fact]
    public void Object_OfAnotherTypeThanDeclared_IsRefusedWithThePath()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => MessageTesting.Write(new Owner("x", new Dog(true), [])));
        Assert.Contains("Owner.Pet: MessageRefusalTests.Dog (declared as MessageRefusalTests.Animal", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => MessageTesting.Write(new Owner("x", new Animal(), [new Animal(), new Dog(true)])));
        Assert.Contains("Owner.Others[1]: MessageRefusalTests.Dog", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => MessageTesting.Write<Animal>(new Dog(true)));
        MessageTesting.RoundTrip(new Owner("x", new Animal(), [new Animal()]));
    }

    [Fact]
    public void Union_WithAClassNobodyNamed_IsRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => MessageTesting.Write<Shape>(new Triangle()));
        Assert.Contains("Triangle", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => MessageTesting.Write<Shape>(new RoundedSquare()));
        Assert.IsType<Square>(MessageTesting.RoundTrip<Shape>(new Square()));
    }

    [Fact]
    public void Graph_WithoutAnEnd_IsRefused()
    {
        Node node = new();
        node.Next = node;
        ArgumentException error = Assert.Throws<ArgumentException>(() => MessageTesting.Write(node));
        Assert.Contains("contain themselves", error.Message, StringComparison.Ordinal);
        Assert.Contains(".Next.Next", error.Message, StringComparison.Ordinal);
        Tree tree = new() { Children = [] };
        tree.Children.Add(tree);
        Assert.Throws<ArgumentException>(() => MessageTesting.Write(tree));
    }

    [Fact]
    public void Depth_UpToTheLimit_Travels()
    {
        static Node Chain(int length) => length == 0 ? new Node() : new Node { Next = Chain(length - 1) };
        int length = 0;
        for (Node? at = MessageTesting.RoundTrip(Chain(60)); at is not null; at = at.Next) length++;
        Assert.Equal(61, length);
        Assert.Throws<ArgumentException>(() => MessageTesting.Write(Chain(70)));
        MessageCodec<Node> deeper = MessageCodec<Node>.For(new MessagePackMessageSerializer { MaxDepth = 500 });
        System.Buffers.ArrayBufferWriter<byte> output = new();
        deeper.Write(output, Chain(400), TransferScope.None);
        Assert.NotNull(deeper.Read(output.WrittenSpan, TransferScope.None).Next);
    }

    [Fact]
    public void Getter_ThatThrows_IsToldAsTheWritersFault()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => MessageTesting.Write(new Throwing()));
        Assert.Contains("no value yet", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MaxDepth_OutOfRange_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MessagePackMessageSerializer { MaxDepth = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new MessagePackMessageSerializer { MaxDepth = 513 });
    }

    private static MessageCodec<T> Codec<T>() => MessageCodec<T>.Default;

    internal sealed record Holds<T>(T Value);

    internal interface IAnimal;

    internal abstract class AbstractAnimal : IAnimal;

    internal record Animal
    {
        public int Age { get; init; }
    }

    internal sealed record Dog(bool Barks) : Animal;

    internal sealed record Owner(string Name, Animal Pet, List<Animal> Others);

    [DerivedTypeShape(typeof(Square))]
    internal abstract record Shape;

    internal record Square : Shape;

    internal sealed record RoundedSquare : Square;

    internal sealed record Triangle : Shape;

    internal sealed class Node
    {
        public Node? Next { get; set; }
    }

    internal sealed class Tree
    {
        public List<Tree> Children { get; set; } = [];
    }

    internal sealed class NoConstructor
    {
        private NoConstructor()
        {
        }

        public int Number { get; set; }

        internal static NoConstructor Make() => new();
    }

    internal sealed class Secretive(int number)
    {
        private readonly int _number = number;

        public int Tell() => _number;
    }

    internal sealed class PrivateSetter
    {
        public int Number { get; private set; }

        public void Set(int number) => Number = number;
    }

    internal sealed class FilledButRequired
    {
        public required int Number { get; set; }

        public List<int> Items { get; } = [];
    }

    internal sealed class ConstructorOfAnother(int number, bool fromEnd)
    {
        public int Number { get; } = fromEnd ? -number : number;
    }

    internal abstract class OwnStream : Stream
    {
        public int Extra { get; set; }
    }

    internal sealed class Throwing
    {
        private int? _value;

        public int Value
        {
            get => _value ?? throw new InvalidOperationException("no value yet");
            set => _value = value;
        }
    }
}
