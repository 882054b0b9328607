using System.Collections;
using System.Reflection;
using Multiprocessing.Generators.Analyzers;

namespace Multiprocessing.Generators.Tests.Analyzers;

public class ElementAnalyzerTests
{
    [Theory]
    [InlineData("nint", "nint cannot lie in shared memory: its size differs between processes; use long or int")]
    [InlineData("nuint", "nuint cannot lie in shared memory: its size differs between processes; use long or int")]
    [InlineData("DateTimeOffset", "DateTimeOffset cannot lie in shared memory: it has automatic layout, so each compiler may place its fields anew; declare a struct")]
    [InlineData("(int, long)", "(int, long) cannot lie in shared memory: it has automatic layout, so each compiler may place its fields anew; declare a struct")]
    [InlineData("System.Numerics.Vector<int>", "Vector<int> cannot lie in shared memory: its length differs between processes; use Vector128<T>")]
    public async Task Element_OfAFrameworkTypeThatDiffers_IsRefused(string type, string message)
    {
        IReadOnlyList<string> messages = await new CompiledProgram($"using var grid = SharedArray.Create<[|{type}|]>(10);").AssertFindsAsync("MP0003");
        Assert.Equal(message, Assert.Single(messages));
    }

    [Fact]
    public async Task Element_WithAMemberThatDiffers_IsRefusedWithThePath()
    {
        IReadOnlyList<string> messages = await new CompiledProgram("""
            using var orders = SharedArray.Create<[|Order|]>("orders", 10);
            using var first = SharedValue.Open<[|Line|]>("first");
            using var moved = SharedValue.Open<[|Moved|]>("moved");
            struct Order { public int Id; public Line First; }
            struct Line { private nint _address; public nint Address { get => _address; set => _address = value; } }
            [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
            struct Moved { public int X; public long Y; }
            """).AssertFindsAsync("MP0003");
        Assert.Equal(
            [
                "Order.First._address: nint cannot lie in shared memory: its size differs between processes; use long or int",
                "Line._address: nint cannot lie in shared memory: its size differs between processes; use long or int",
                "Moved cannot lie in shared memory: it has automatic layout, so each compiler may place its fields anew; use LayoutKind.Sequential or LayoutKind.Explicit",
            ],
            messages);
    }

    [Fact]
    public async Task Element_OfPlainData_IsAccepted() => await new CompiledProgram("""
        using var numbers = SharedArray.Create<double>(10);
        using var orders = SharedArray.Create<Order>(10);
        static SharedArray<T> Make<T>() where T : unmanaged => SharedArray.Create<T>(10);
        using var made = Make<int>();
        enum Side : byte { Buy }
        unsafe struct Order { public Guid Id; public DateTime? Made; public Side Side; public Amounts Amounts; public fixed byte Name[16]; public decimal Price { get; set; } }
        [System.Runtime.CompilerServices.InlineArray(4)] struct Amounts { private long _first; }
        """).AssertFindsAsync("MP0003");

    [Fact]
    public void Table_OfAcceptedTypes_IsTheProductsOwn()
    {
        Type product = typeof(MultiprocessingException).Assembly.GetType("Multiprocessing.Serialization.ElementLeaves", throwOnError: true)!;
        IEnumerable<string> accepted = product.GetFields(BindingFlags.Static | BindingFlags.NonPublic)
            .Where(static field => !field.IsLiteral).SelectMany(static field => ((IEnumerable)field.GetValue(null)!).Cast<Type>()).Select(static type => type.FullName!);
        Assert.Equal(accepted.Order(StringComparer.Ordinal), ElementRules.Leaves.Order(StringComparer.Ordinal));
    }
}
